import CephTypes
import MonitorStore

/// The lines of the cluster log, each at its own time.
struct LogHistory: ServiceHistory {
    let service = "logm"
    let reader: any KeyValueReader

    func versions() throws -> [UInt64] { try reader.storedVersions(of: service) }

    func moments(of version: UInt64) throws -> [HistoryMoment] {
        let entries = try LogVersion.decode(from: try reader.value(of: service, version)).entries
        return entries.sorted { $0.stamp < $1.stamp }.map { entry in
            HistoryMoment(time: entry.stamp, [Self.line(entry)])
        }
    }

    /// `[INF] audit from='client.…`
    private static func line(_ entry: LogEntry) -> String {
        let channel = entry.channel == "cluster" || entry.channel.isEmpty ? "" : "\(entry.channel) "
        return "\(entry.priority) \(channel)\(SecretText.masked(command: entry.message))"
    }
}

/// What must not be shown again although the store has it.
enum SecretText {
    static let mask = "***"

    /// Whether an option's or a field's name says that its value is secret.
    static func isSecret(_ name: String) -> Bool {
        let words = name.lowercased()
        return [
            "password", "passwd", "secret", "token", "private", "credential", "api_key", "access_key",
            "ssl_key",
        ]
        .contains(where: words.contains) || words.hasSuffix("/key")
    }

    /// The audit log repeats commands as JSON. Values of `config-key` and of options with secret names go,
    /// as do keys that came with `auth import` and their like.
    static func masked(command text: String) -> String {
        guard text.contains("cmd=") else { return text }
        var hidden = ["password", "secret", "secret_key", "access_key", "auth_data", "cephx_secret", "token"]
        if text.contains("config-key") || isSecret(text) { hidden += ["val", "value"] }
        return hidden.reduce(text) { masked(field: $1, in: $0) }
    }

    /// Replaces `"field": "…"`.
    private static func masked(field: String, in text: String) -> String {
        var result = ""
        var rest = Substring(text)
        let opening = "\"\(field)\":"
        while let found = rest.firstRange(of: opening) {
            result += rest[..<found.upperBound]
            rest = rest[found.upperBound...]
            let blanks = rest.prefix { $0 == " " }
            guard rest.dropFirst(blanks.count).first == "\"" else { continue }
            rest = rest.dropFirst(blanks.count + 1)
            skipString(&rest)
            result += "\(blanks)\"\(mask)\""
        }
        return result + rest
    }

    /// Goes behind the quote that ends a JSON string.
    private static func skipString(_ rest: inout Substring) {
        while let character = rest.popFirst() {
            if character == "\"" { return }
            if character == "\\" { _ = rest.popFirst() }
        }
    }
}
