import CephEncoding
import CephTypes

/// How many peers of each kind have which features (`FeatureMap` in src/mon/mon_types.h).
public struct FeatureMap: Hashable, Sendable {
    /// By entity type, then by feature bits.
    private var counts: CephMap<UInt32, CephMap<UInt64, Int>> = [:]

    public init() {}

    mutating func add(_ type: EntityType, _ features: CephFeatures) {
        counts[type.rawValue, default: [:]][features.rawValue, default: 0] += 1
    }

    mutating func add(_ other: FeatureMap) {
        for (type, groups) in other.counts {
            for (features, count) in groups { counts[type, default: [:]][features, default: 0] += count }
        }
    }
}

extension FeatureMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        for (type, groups) in counts {
            formatter.array(EntityType(rawValue: type).name) { list in
                for (features, count) in groups {
                    list.object("group") {
                        $0.string("features", "0x" + String(features, radix: 16))
                        $0.string("release", CephFeatures(rawValue: features).namedRelease.name)
                        $0.int("num", count)
                    }
                }
            }
        }
    }
}

extension CephFeatures {
    /// The newest release all of whose features are there. Ceph goes up to luminous
    /// (`ceph_release_from_features`).
    public var namedRelease: CephRelease {
        let steps: [(CephFeatures, CephRelease)] = [
            (.crushTunables, .argonaut), ([.crushTunables2, .osdHashPsPool], .dumpling),
            ([.crushTunables3, .osdPrimaryAffinity, .osdCachePool], .firefly), (.crushV4, .hammer),
            (.crushTunables5, .jewel), (.msgAddr2, .kraken), (.serverLuminous, .luminous),
        ]
        return steps.prefix { contains($0.0) }.last?.1 ?? .argonaut
    }
}

extension Monitor {
    /// Itself and those that are connected to it.
    var ownFeatureMap: FeatureMap {
        var map = FeatureMap()
        map.add(.mon, .all)
        for session in sessions.values where session.name.type != .mon {
            map.add(session.name.type, session.features)
        }
        return map
    }
}
