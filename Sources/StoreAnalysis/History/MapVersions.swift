import CephEncoding
import CephTypes
import MonitorStore

/// Why there is no map of a version.
public struct MapVersionError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// Maps of any version, whole: as they are stored, or made anew from the nearest whole one before.
public struct MapVersions {
    private let reader: any KeyValueReader

    public init(reader: any KeyValueReader) { self.reader = reader }

    /// The names of what there is.
    public static let maps = ["monmap", "osdmap", "mdsmap", "mgr", "auth", "crushmap"]

    public func map(_ name: String, version: UInt64) throws -> any CephRecord & CephDumpable {
        switch name {
        case "monmap": try MonMap.decode(from: try reader.value(of: name, version))
        case "mdsmap": try FSMap.decode(from: try reader.value(of: name, version))
        case "mgr": try MgrMap.decode(from: try reader.value(of: name, version))
        case "osdmap": try osdMap(version)
        case "crushmap": try osdMap(version).crush
        case "auth": try auth(version)
        default:
            throw MapVersionError("'\(name)' is none of \(Self.maps.joined(separator: ", "))")
        }
    }

    public func osdMap(_ epoch: UInt64) throws -> OSDMap {
        try rebuilt(
            "osdmap", epoch, empty: OSDMap(),
            apply: { map, epoch in
                try map.apply(try OSDMap.Incremental.decode(from: try reader.value(of: "osdmap", epoch)))
            })
    }

    public func auth(_ version: UInt64) throws -> AuthFull {
        try rebuilt(
            "auth", version, empty: AuthFull(),
            apply: { full, version in
                try full.apply(try AuthVersion.decode(from: try reader.value(of: "auth", version)))
            })
    }

    /// The stored whole map of a version, if it can be read.
    private func full<Map: CephRecord>(_ service: String, _ version: UInt64) -> Map? {
        (try? reader.value(of: StoreKey(service, "full_\(version)"))).flatMap { try? Map.decode(from: $0) }
    }

    private func rebuilt<Map: CephRecord>(
        _ service: String, _ version: UInt64, empty: Map, apply: (inout Map, UInt64) throws -> Void
    ) throws -> Map {
        let versions = try reader.storedVersions(of: service)
        let stored = Set(versions)
        guard let last = versions.last, version <= last, version > 0 else {
            let range =
                versions.first.map { "the store has \($0) to \(versions.last ?? $0)" } ?? "the store has none"
            throw MapVersionError("there is no \(service) of version \(version): \(range)")
        }
        var start = version
        var map: Map? = full(service, start)
        while map == nil, start > 0, stored.contains(start) || start == version {
            start -= 1
            map = start == 0 ? empty : full(service, start)
        }
        guard var map else {
            throw MapVersionError(
                "\(service) \(version) is not stored whole, and before it there is no whole one from which an "
                    + "unbroken row of changes leads to it")
        }
        while start < version {
            start += 1
            do {
                try apply(&map, start)
            } catch {
                throw MapVersionError("\(service) \(version) cannot be made: version \(start): \(error)")
            }
        }
        return map
    }
}
