import CephEncoding
import CephTypes
import FoundationEssentials
import Messenger
import Monitor
import MonitorStore
import NIOCore

/// The monmap that a new store begins with (`MonMap::build_initial`).
enum InitialMonMap {
    /// From `--monmap FILE`, or else from `mon_host` and `mon_initial_members`, with this monitor in it.
    static func make(_ configuration: DaemonConfiguration) throws -> MonMap {
        var map: MonMap
        if let path = configuration.commandLine.monMap {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UsageError("error reading \(path): there is no such file")
            }
            map = try CephDecoder.decode(MonMap.self, from: ByteBuffer(bytes: data), named: path)
        } else {
            map = try fromHosts(configuration)
        }
        let fsid = configuration.options.uuid("fsid")
        if !fsid.isZero { map.fsid = fsid }
        guard !map.fsid.isZero else { throw UsageError("no fsid: give --fsid, or a monmap that has one") }
        try takeOwnPlace(in: &map, configuration)
        map.epoch = 0
        return map
    }

    static func fromHosts(_ configuration: DaemonConfiguration) throws -> MonMap {
        var map = MonMap()
        let text = configuration.path("mon_host")
        let names = configuration.options.string("mon_initial_members")
            .split(whereSeparator: { " ,;\t".contains($0) }).map(String.init)
        let hosts = try MonHost.resolve(text)
        for (index, addresses) in hosts.enumerated() {
            let name = names.count == hosts.count ? names[index] : "noname-\(letters(index))"
            _ = map.add(MonInfo(name: name, publicAddresses: addresses))
        }
        map.calculateLegacyRanks()
        return map
    }

    private static func letters(_ index: Int) -> String {
        guard let scalar = Unicode.Scalar(UInt32(97 + index % 26)) else { return "a" }
        return String(Character(scalar))
    }

    /// A map made from addresses does not know names: this monitor's own address gets its name. Who is in no map
    /// joins a cluster that is there, when it starts.
    private static func takeOwnPlace(in map: inout MonMap, _ configuration: DaemonConfiguration) throws {
        guard !map.contains(configuration.id) else { return }
        let given =
            try configuration.addresses("public_addrv")
            ?? configuration.address("public_addr").map(OwnAddresses.addresses)
        let candidates =
            given?.addresses ?? HostAddress.all().map { EntityAddress(kind: .any, socket: $0.address) }
        if let known = candidates.compactMap({ map.name(at: $0) }).first {
            if known.hasPrefix("noname-") || given != nil { _ = map.rename(known, to: configuration.id) }
        } else if let given, map.count == 0 {
            _ = map.add(MonInfo(name: configuration.id, publicAddresses: given))
        } else if map.count == 1, let only = map.ranks.first, only.hasPrefix("noname-") {
            // With one monitor there is nobody else it could be.
            _ = map.rename(only, to: configuration.id)
        }
        if map.count == 0 { throw UsageError("no monitors: give --monmap, mon_host, or --public-addr") }
    }
}

extension MonMap {
    /// Who has an address; a port of 0 stands for any, and so does a protocol that is not told.
    fileprivate func name(at address: EntityAddress) -> String? {
        ranks.first { name in
            monitors[name]?.publicAddresses.addresses.contains { known in
                let isSamePort = address.socket.port == 0 || known.socket.port == address.socket.port
                return isSamePort && known.socket.host == address.socket.host
            } ?? false
        }
    }
}
