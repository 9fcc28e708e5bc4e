import CephEncoding
import CephTypes
import Testing

struct CapabilityTests {
    /// Lines of a fixture, each divided at its tabs; `#` begins a comment.
    static func rows(_ name: String) throws -> [[String]] {
        try StoredValues.text("auth/\(name)").split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    @Test("Texts are taken and refused as Ceph 16.2 does, in its words")
    func syntax() throws {
        for row in try Self.rows("cap-syntax.txt") {
            let text = Self.unescaped(row[1])
            let expected = Self.unescaped(row[3])
            do throws(CapSyntaxError) {
                try CapsValidation.validate(service: row[0], text: text)
                #expect(row[2] == "ok", "\(row[0]) '\(text)' was taken; Ceph: \(expected)")
                if row[0] == "mon" { #expect(try MonCap(text).description == expected) }
            } catch {
                #expect(row[2] == "bad", "\(row[0]) '\(text)': \(error)")
                if row[2] == "bad" { #expect(error.description == expected) }
            }
        }
    }

    private static func arguments(_ text: String) -> [String: String] {
        var arguments: [String: String] = [:]
        for pair in text.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            arguments[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return arguments
    }

    private static func needs(_ letters: String) -> CapPermissions {
        var needs: CapPermissions = []
        if letters.contains("r") { needs.insert(.read) }
        if letters.contains("w") { needs.insert(.write) }
        if letters.contains("x") { needs.insert(.execute) }
        return needs
    }

    private static func peer(_ host: String) throws -> EntityAddress {
        try #require(EntityAddress(host.contains(":") ? "v1:[\(host)]:0/0" : "v1:\(host):0/0"))
    }

    @Test("Capabilities allow what they allow in Ceph 16.2")
    func checks() throws {
        for row in try Self.rows("cap-checks.txt") {
            let cap = (try? MonCap(row[0])) ?? MonCap()
            let answer = cap.isCapable(
                AuthEntityName(.client, "admin"), service: row[1], command: row[2],
                arguments: Self.arguments(row[3]), needs: Self.needs(row[4]), peer: try Self.peer(row[5]))
            #expect(answer == (row[6] == "yes"), "\(row)")
        }
    }

    @Test("Profiles allow what they allow in Ceph 16.2")
    func profiles() throws {
        let rows = try Self.rows("cap-profiles.txt")
        let commands = rows.filter { $0[0] == "command" }
        let services = ["mon", "osd", "mds", "mgr", "pg", "log", "auth", "config", "config-key", "fs", "kv"]
        let osd = AuthEntityName(.osd, "3")
        let peer = try Self.peer("1.2.3.4")
        for row in rows where row[0] == "profile" {
            let cap = try MonCap("profile \(row[1])")
            let allowed = services.map { service in
                let letters = ["r", "w", "x"].filter {
                    cap.isCapable(osd, service: service, needs: Self.needs($0), peer: peer)
                }
                return letters.isEmpty ? nil : "\(service):\(letters.joined())"
            }
            #expect(allowed.compactMap(\.self).joined(separator: " ") == row[2], "\(row[1])")
            for (command, answer) in zip(commands, row[3]) {
                let isCapable = cap.isCapable(
                    osd, service: command[1], command: command[2], arguments: Self.arguments(command[3]),
                    needs: .all, peer: peer)
                #expect(isCapable == (answer == "y"), "\(row[1]): \(command)")
            }
        }
    }

    @Test("A capability can be confined to file systems")
    func fileSystems() throws {
        let cap = try MonCap("allow r fsname=a, allow rw fsname=b")
        let name = AuthEntityName(.client, "x")
        #expect(cap.allowedFileSystems == ["a", "b"])
        #expect(cap.isCapable(name, fileSystem: "a", anyOf: .read))
        #expect(!cap.isCapable(name, fileSystem: "a", anyOf: .write))
        #expect(!cap.isCapable(name, fileSystem: "c", anyOf: .read))
        #expect(try MonCap("profile mds").isCapable(name, fileSystem: "c", anyOf: .read))
        #expect(try MonCap("allow r, allow r fsname=a").allowedFileSystems.isEmpty)
    }

    @Test("A command's list of capabilities must have a text for each service")
    func lists() throws {
        try CapsValidation.validate(["mon", "allow r", "osd", "allow rw pool=rbd"])
        #expect(throws: CapSyntaxError("cap 'osd' has no value")) {
            try CapsValidation.validate(["mon", "allow r", "osd"])
        }
        #expect(throws: CapSyntaxError("unknown cap type 'foo'")) {
            try CapsValidation.validate(["foo", "x"])
        }
        try CapsValidation.validate(["foo", "x"], allServices: false)
    }

    @Test("Any text is a capability or an error")
    func hostile() {
        let pieces = [
            "allow", " ", "r", "w", "*", "profile", "=", "\"", "'", "command", "with", "a", ",", ";",
            "network",
            "1.2.3.4/8", "pool", "tag", "\t", "class", "uid=", "99999999999999999999", "fsname", "\u{0}", "é",
        ]
        var seed: UInt64 = 3
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<14 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            for service in ["mon", "osd", "mds", "mgr"] {
                try? CapsValidation.validate(service: service, text: text)
            }
        }
    }
}
