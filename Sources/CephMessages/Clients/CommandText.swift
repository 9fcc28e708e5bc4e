import Foundation

/// A command as it may stand in a trace.
enum CommandText {
    /// `[{prefix=config set, name=…}]` in the place of a command that may hold a secret; nil for any other.
    static func redacted(_ command: [String]) -> String? {
        // Most commands are not even parsed.
        guard command.contains(where: { $0.contains("config") }),
            let fields = try? JSONSerialization.jsonObject(with: Data(command.joined().utf8)),
            let fields = fields as? [String: Any], let prefix = fields["prefix"] as? String
        else { return nil }
        switch prefix {
        case "config set": return "[{prefix=config set, name=\(fields["name"] as? String ?? "")}]"
        case "config-key set": return "[{prefix=config-key set, key=\(fields["key"] as? String ?? "")}]"
        default: return nil
        }
    }
}
