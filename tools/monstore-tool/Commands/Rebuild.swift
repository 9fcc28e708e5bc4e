import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import StoreAnalysis

/// `rebuild`
struct Rebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Makes a store that monitors start on, from the OSD maps that were collected from the OSDs.",
        discussion: """
            The last resort when every monitor is lost: collect the maps with ceph-objectstore-tool \
            --op update-mon-db from every OSD, then rebuild. The monitors that will be come from --monmap, \
            or from mon_host and fsid of ceph.conf (-c, CEPH_CONF) and the names in --mon-ids.
            """)

    @OptionGroup var store: StoreArgument
    @Option(help: "a keyring with the keys of mon. and client.admin") var keyring: String?
    @Option(parsing: .upToNextOption, help: "names of the monitors, in mon_host's order (default: a b c …)")
    var monIds: [String] = []
    @Option(help: "a monmap file, as monmaptool makes it") var monmap: String?
    @Option(name: .shortAndLong, help: "ceph.conf") var conf: String?
    @OptionGroup var undo: UndoOption

    func run() throws {
        var rebuild = StoreRebuild(keyring: try readKeyring(), monMap: try makeMonMap())
        rebuild.monMap.epoch = 0
        let database = try store.openForWriting()
        var log = try undo.open(for: store.directory)
        Terminal.note("\(rebuild.monMap.description)")
        try rebuild.apply(to: database) { try log.apply($0, to: database) }
        try log.finish()
    }

    private func readKeyring() throws -> KeyRing? {
        guard let keyring else { return nil }
        guard let bytes = FileManager.default.contents(atPath: keyring) else {
            throw ToolError.file(keyring, ENOENT)
        }
        do {
            return try KeyRing(bytes: ByteBuffer(bytes: bytes))
        } catch {
            throw ToolError.damaged("\(keyring): no keyring: \(error)")
        }
    }

    private func makeMonMap() throws -> MonMap {
        if let monmap {
            guard let bytes = FileManager.default.contents(atPath: monmap) else {
                throw ToolError.file(monmap, ENOENT)
            }
            return try MonMap.decode(from: ByteBuffer(bytes: bytes))
        }
        guard let path = conf ?? ProcessInfo.processInfo.environment["CEPH_CONF"] else {
            throw ValidationError("which monitors? --monmap FILE, or -c ceph.conf with fsid and mon_host")
        }
        return try ConfiguredMonitors(path: path).monMap(names: monIds)
    }
}

/// `fsid` and `mon_host` of a ceph.conf's `[global]` section.
struct ConfiguredMonitors {
    private let path: String
    private var values: [String: String] = [:]

    init(path: String) throws {
        self.path = path
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ToolError.file(path, ENOENT)
        }
        var section = ""
        for line in String(cephBytes: Array(bytes)).split(whereSeparator: \.isNewline) {
            let text = line.prefix { $0 != "#" && $0 != ";" }.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("[") {
                section = text.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
            } else if section == "global", let equals = text.firstIndex(of: "=") {
                let name = text[..<equals].trimmingCharacters(in: .whitespaces)
                    .replacingOccurrences(of: " ", with: "_").replacingOccurrences(of: "-", with: "_")
                values[name] = text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            }
        }
    }

    func monMap(names: [String]) throws -> MonMap {
        guard let fsid = values["fsid"].flatMap({ CephUUID($0) }) else {
            throw ToolError(status: 64, description: "\(path): no fsid in [global]")
        }
        let hosts = try splitHosts(values["mon_host"] ?? "")
        guard !hosts.isEmpty else {
            throw ToolError(status: 64, description: "\(path): no mon_host in [global]")
        }
        guard names.isEmpty || names.count == hosts.count else {
            throw ToolError(
                status: 64,
                description: "\(names.count) names for \(hosts.count) monitors in mon_host of \(path)")
        }
        var map = MonMap()
        map.fsid = fsid
        map.created = UTime(seconds: UInt32(clamping: Int(Date().timeIntervalSince1970)))
        map.lastChanged = map.created
        for (index, host) in hosts.enumerated() {
            let name =
                names.isEmpty ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26))) : names[index]
            guard map.add(MonInfo(name: name, publicAddresses: host)) else {
                throw ToolError(
                    status: 64, description: "the monitor \(name) is there twice, or its address \(host)")
            }
        }
        map.calculateLegacyRanks()
        return map
    }

    /// Addresses are parted by commas, blanks or semicolons; the several ones of a monitor are in brackets.
    private func splitHosts(_ text: String) throws -> [EntityAddressVector] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if depth == 0, character == "," || character == ";" || character.isWhitespace {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return try parts.filter { !$0.isEmpty }.map { part in
            guard let addresses = EntityAddressVector(part) else {
                throw ToolError(
                    status: 64,
                    description:
                        "\(path): mon_host has '\(part)', which is no address (names are not looked up)")
            }
            return Self.withProtocols(addresses)
        }
    }

    /// An address without protocol is of both, on their ports; one with a port is msgr v1's only on 6789
    /// (src/mon/MonMap.cc, `_add_ambiguous_addr`).
    private static func withProtocols(_ vector: EntityAddressVector) -> EntityAddressVector {
        guard vector.addresses.count == 1, let only = vector.addresses.first, only.kind == .any else {
            return vector
        }
        if only.socket.port == 6789 { return EntityAddressVector([only.with(kind: .legacy)]) }
        guard only.socket.port == 0 else { return EntityAddressVector([only.with(kind: .msgr2)]) }
        var (second, first) = (only.with(kind: .msgr2), only.with(kind: .legacy))
        second.socket.port = 3300
        first.socket.port = 6789
        return EntityAddressVector([second, first])
    }
}

/// `rewrite-crush`
struct RewriteCrush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewrite-crush",
        abstract: "Replaces a bad CRUSH map in all OSD maps behind a good epoch.",
        discussion: """
            The change is left as a proposal, which the monitors of a quorum agree on when they start. A \
            monitor that is alone takes up none: use --commit there.
            """)

    @OptionGroup var store: StoreArgument
    @Option(help: "file with the good map (default: the good epoch's own)") var crush: String?
    @Option(help: "the good epoch; -N counts back from the last one") var goodEpoch: Int64 = -1
    @Flag(help: "apply the change at once, for a cluster of one monitor") var commit = false
    @OptionGroup var undo: UndoOption

    func run() throws {
        let database = try store.openForWriting()
        let rewrite = try CrushRewrite(database, goodEpoch: goodEpoch, crush: try readCrushMap())
        guard rewrite.isNeeded else {
            print(
                "good epoch is greater or equal to the last committed one: "
                    + "\(rewrite.goodEpoch) >= \(rewrite.lastEpoch)")
            return
        }
        let content = try rewrite.content { print($0) }
        let transaction = try commit ? rewrite.commit(content) : rewrite.proposal(content) { print($0) }
        var log = try undo.open(for: store.directory)
        try log.apply(transaction, to: database)
        try log.finish()
    }

    private func readCrushMap() throws -> CrushMap? {
        guard let crush else { return nil }
        guard let bytes = FileManager.default.contents(atPath: crush) else {
            throw ToolError.file(crush, ENOENT)
        }
        return try CrushMap.decode(from: ByteBuffer(bytes: bytes))
    }
}
