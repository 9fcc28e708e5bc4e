import CephEncoding
import CephTypes
import Foundation
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

    private static func fromHosts(_ configuration: DaemonConfiguration) throws -> MonMap {
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

    /// A map made from addresses does not know names: this monitor's own address gets its name.
    private static func takeOwnPlace(in map: inout MonMap, _ configuration: DaemonConfiguration) throws {
        guard !map.contains(configuration.id) else { return }
        // An address that is not set is shown as a dash.
        let given = ["public_addrv", "public_addr"].map(configuration.path).first { !$0.isEmpty && $0 != "-" }
        let text = given ?? ""
        if let own = try MonHost.resolve(text).first {
            if let known = own.addresses.compactMap({ map.name(of: $0) }).first {
                _ = map.rename(known, to: configuration.id)
            } else {
                _ = map.add(MonInfo(name: configuration.id, publicAddresses: own))
            }
            return
        }
        // With one monitor there is nobody else it could be.
        if map.count == 1, let only = map.ranks.first {
            _ = map.rename(only, to: configuration.id)
            return
        }
        throw UsageError("mon.\(configuration.id) is not in the monmap, and there is no public_addr for it")
    }
}
