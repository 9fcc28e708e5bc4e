import Foundation
import SeededRandom
import Testing

@testable import Monitor

@Suite struct CommandJSONTests {
    private func foundation(_ text: String) -> [String: CommandValue]? {
        try? JSONDecoder().decode([String: CommandValue].self, from: Data(text.utf8))
    }

    @Test(arguments: [
        "{}", " { } ", #"{"prefix":"osd dump"}"#, #"{"a": [], "b": ["x", "y"], "c": [1, -2], "d": [1, 2.5]}"#,
        #"{"t": true, "f":false, "i": 9223372036854775807, "n": -9223372036854775808, "x": 1.5e-3, "y": 0.25}"#,
        #"{"s": "\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00", "é€😀": "é€😀"}"#,
        "{\n\t\"a\" :\r 1 , \"b\":2}", #"{"big": 18446744073709551616}"#,
    ])
    func `an object is read as Foundation reads it`(_ text: String) throws {
        let expected = try #require(foundation(text))
        #expect(try CommandJSON.values(in: Array(text.utf8)) == expected)
    }

    @Test func `a number is whole if it is written so, and written as it was read`() throws {
        let text = #"{"a":1,"b":1.0,"c":1500.0,"d":[1.0,2.5],"prefix":"x"}"#
        let arguments = try CommandArguments(json: [text.replacing("1500.0", with: "1.5e3")])
        #expect(arguments["a"] == .int(1))
        #expect(arguments["b"] == .float(1))
        #expect(arguments["c"] == .float(1500))
        #expect(arguments["d"] == .floats([1, 2.5]))
        #expect(try arguments.json() == text)
        #expect(throws: CommandError.self) { try arguments.int("b") }
        #expect(throws: CommandError.self) { try arguments.float("a") }
    }

    @Test(arguments: [
        "", "{", "}", "[]", "null", "1", #""a""#, "{a:1}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1} x"#,
        #"{"a":null}"#, #"{"a":{}}"#, #"{"a":[[1]]}"#, #"{"a":[1,"x"]}"#, #"{"a":[true]}"#, #"{"a":[1,]}"#,
        #"{"a":01}"#, #"{"a":+1}"#, #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":1e}"#, #"{"a":-}"#, #"{"a":tru}"#,
        #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\ud800"}"#, #"{"a":"\ud800\u0041"}"#, #"{"a":"b}"#,
        #"{"a":"b\"#, "{\"a\":\"\u{1}\"}", #"{"a":1e999}"#, #"{"a":NaN}"#,
    ])
    func `what is no command is refused`(_ text: String) {
        // Foundation lets a comma stand behind the last one; Ceph does not.
        #expect(foundation(text) == nil || text.contains(",}") || text.contains(",]"))
        #expect(throws: CommandJSON.Malformed.self) { try CommandJSON.values(in: Array(text.utf8)) }
    }

    @Test func `damaged commands are refused or read, and nothing else happens`() {
        var random = SeededRandom(seed: 5)
        let text = Array(#"{"prefix": "a\u00e9\ud83d\ude00", "b": [1, 2.5e3], "c": ["x"], "d": true}"#.utf8)
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                if Bool.random(using: &random) {
                    damaged[place] = UInt8.random(in: 0...255, using: &random)
                } else {
                    damaged.removeSubrange(place...)
                    break
                }
                if damaged.isEmpty { break }
            }
            _ = try? CommandJSON.values(in: damaged)
        }
    }
}

/// As Foundation reads it, to compare with: 1.0 is whole there.
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
