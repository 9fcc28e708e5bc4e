import Monitor

/// As Foundation's decoders read the value of an argument.
extension CommandValue: Decodable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .bool(truth)
        } else if let number = try? container.decode(Int64.self) {
            self = .int(number)
        } else if let number = try? container.decode(Double.self) {
            self = .float(number)
        } else if let texts = try? container.decode([String].self) {
            self = .strings(texts)
        } else if let numbers = try? container.decode([Int64].self) {
            self = .ints(numbers)
        } else {
            self = .floats(try container.decode([Double].self))
        }
    }
}
