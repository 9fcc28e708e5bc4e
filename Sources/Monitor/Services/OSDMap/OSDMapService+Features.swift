import CephEncoding
import CephTypes

extension OSDMapService {
    /// That monitors and all OSDs that are up, or about to be, understand something
    /// (`check_cluster_features`).
    func checkClusterFeatures(_ features: CephFeatures) throws {
        var lacking: [String] = []
        if !monitor.quorumConnectionFeatures.contains(features) { lacking.append("the monitor cluster") }
        for osd in map.osdNumbers where map.isUp(osd) {
            let own = CephFeatures(rawValue: map.osdXInfos[Int(osd)].features)
            if !own.contains(features) { lacking.append("osd.\(osd)") }
        }
        guard lacking.isEmpty else {
            throw CommandError(
                .notSupported,
                "features \(features.rawValue) unsupported by: \(lacking.joined(separator: ", "))")
        }
        let isMissing = pending.newXInfo.contains {
            pending.newUpClient.contains($0.key)
                && !CephFeatures(rawValue: $0.value.features).contains(features)
        }
        if isMissing { throw WaitForPending() }
    }
}

extension CephRelease {
    /// What a release's clients can (`ceph_release_features`).
    var clientFeatures: CephFeatures {
        var features: CephFeatures = .crushTunables
        if self > CephRelease(rawValue: 3) { features.formUnion([.crushTunables2, .osdHashPsPool]) }
        if self > CephRelease(rawValue: 5) {
            features.formUnion([.crushTunables3, .osdPrimaryAffinity, .osdCachePool])
        }
        if self > CephRelease(rawValue: 7) { features.formUnion(.crushV4) }
        if self > CephRelease(rawValue: 9) { features.formUnion(.crushTunables5) }
        if self > .jewel { features.formUnion(.msgAddr2) }
        if self > .kraken { features.formUnion(.crushChooseArgs) }
        return features
    }

    /// The first release whose clients can all that `features` can.
    init(clientFeatures features: CephFeatures) {
        let known = (CephRelease.argonaut.rawValue...CephRelease.pacific.rawValue).map(CephRelease.init)
        let able = known.prefix { features.contains($0.clientFeatures) }
        let last = able.last ?? .unknown
        self = able.first { $0.clientFeatures == last.clientFeatures } ?? last
    }
}
