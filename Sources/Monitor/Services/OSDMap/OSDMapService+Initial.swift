import CephEncoding
import CephTypes
import NIOCore

extension OSDMapService {
    /// A new cluster's map: no OSDs, no pools, the default CRUSH tree, rule and erasure code profile.
    func makeInitial() throws {
        var initial = try initialMap()
        initial.epoch = 1
        initial.fsid = monitor.monmap.fsid
        initial.created = environment.now
        initial.modified = initial.created
        initial.flags.formUnion([.sortBitwise, .recoveryDeletes, .purgedSnapDirs, .pgLogHardLimit])
        initial.fullRatio = settings.fullRatio
        initial.backfillFullRatio = settings.backfillFullRatio
        initial.nearFullRatio = settings.nearFullRatio
        initial.requireOSDRelease = .pacific
        let wanted = settings.string("mon_osd_initial_require_min_compat_client", "luminous")
        guard let release = CephRelease(name: wanted) else {
            throw MonitorStartError("mon_osd_initial_require_min_compat_client is no release: \(wanted)")
        }
        initial.requireMinCompatClient = release
        let (bytes, crc) = initial.encodedWithCRC(features: initial.encodingFeatures)
        pending.fullMap = bytes
        pending.fullCRC = crc
    }

    /// What mkfs was given with `--osdmap`, or the default.
    private func initialMap() throws -> OSDMap {
        if let given = try store.value(of: .init(MonitorKeys.mkfs, "osdmap")), given.readableBytes > 0 {
            return try OSDMap.decode(from: given)
        }
        var initial = OSDMap()
        initial.crush = try .initial(
            failureDomain: Int32(clamping: settings.int("osd_crush_chooseleaf_type", 1)))
        initial.erasureCodeProfiles["default"] = defaultProfile
        return initial
    }

    /// The profile that pools get which name none (`get_erasure_code_profile_default`).
    var defaultProfile: CephMap<String, String> {
        var profile: CephMap<String, String> = [:]
        for word in settings.defaultProfile.split(whereSeparator: \.isWhitespace) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            profile[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return profile
    }
}

extension CrushMap {
    /// A new cluster's tree: a root without anything below, and a rule for replicated pools
    /// (`OSDMap::build_simple_crush_map`).
    /// - Parameter failureDomain: the type that keeps copies apart.
    static func initial(failureDomain: Int32) throws -> CrushMap {
        var crush = CrushMap()
        let types = [
            "osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region",
            "root",
        ]
        for (number, name) in types.enumerated() { crush.typeNames[Int32(number)] = name }
        let root = try crush.addBucket(type: UInt16(types.count - 1))
        crush.itemNames[root] = "default"
        try crush.addSimpleRule(
            named: "replicated_rule", root: "default", failureDomain: crush.typeNames[failureDomain] ?? "osd",
            isFirstN: true, type: CrushRule.replicated)
        crush.finalize()
        return crush
    }
}
