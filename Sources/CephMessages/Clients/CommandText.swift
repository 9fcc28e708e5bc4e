import FoundationEssentials

/// A command as it may stand in a trace.
enum CommandText {
    /// `[{prefix=config set, name=…}]` in the place of a command that may hold a secret; nil for any other.
    static func redacted(_ command: [String]) -> String? {
        // Most commands are not even parsed.
        guard command.contains(where: { $0.contains("config") }),
            let fields = try? JSONDecoder().decode(Fields.self, from: Data(command.joined().utf8))
        else { return nil }
        switch fields.prefix {
        case "config set": return "[{prefix=config set, name=\(fields.name)}]"
        case "config-key set": return "[{prefix=config-key set, key=\(fields.key)}]"
        default: return nil
        }
    }

    /// What is shown of a command, whatever else stands in it; a name that is no text is shown as none.
    private struct Fields: Decodable {
        let prefix: String
        let name: String
        let key: String

        private enum Keys: String, CodingKey { case prefix, name, key }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Keys.self)
            prefix = try fields.decode(String.self, forKey: .prefix)
            name = (try? fields.decode(String.self, forKey: .name)) ?? ""
            key = (try? fields.decode(String.self, forKey: .key)) ?? ""
        }
    }
}
