import CephEncoding

/// `MDSMap::mds_info_t`: one metadata server.
public struct MDSInfo: Hashable, Sendable {
    /// Stands for «no rank» and «no file system».
    public static let none: Int32 = -1
    /// The bit of ``flags`` that keeps a server where it is.
    public static let frozen: UInt64 = 1

    public var globalID: UInt64 = 0
    public var name = ""
    public var rank: Int32 = MDSInfo.none
    public var incarnation: Int32 = 0
    public var state: MDSState = .standby
    public var stateSequence: UInt64 = 0
    public var addresses = EntityAddressVector()
    /// Since when its beacons are late; zero if they are not.
    public var laggySince: UTime = .zero
    public var exportTargets: CephSet<Int32> = []
    /// Its messenger's feature bits.
    public var features: UInt64 = 0
    /// The file system it would rather serve, ``none`` for any.
    public var joinFSCID: Int32 = MDSInfo.none
    public var flags: UInt64 = 0
    public var compat = CompatSet()
    /// Which rank it replays, in maps from before there were several file systems.
    var standbyForRank: Int32 = MDSInfo.none

    public init() {}

    public var isLaggy: Bool { !laggySince.isZero }
    public var isFrozen: Bool { flags & MDSInfo.frozen != 0 }
}

extension MDSInfo: CephRecord {
    public static let cephTypeName = "MDSMap::mds_info_t"

    /// Version 2 has ``exportTargets``, 4 an envelope, 5 ``features``, 6 ``joinFSCID``, 8 several
    /// addresses, 9 ``flags``, 10 ``compat``.
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 10, compatSince: 4, lengthSince: 4, named: Self.cephTypeName) {
            version, body in
            var info = MDSInfo()
            try info.decodeBody(version, &body)
            return info
        }
    }

    private mutating func decodeBody(_ version: UInt8, _ body: inout CephDecoder) throws {
        globalID = try body.decode("global_id")
        name = try body.decode("name")
        rank = try body.decode("rank")
        incarnation = try body.decode("inc")
        state = try body.decode("state")
        stateSequence = try body.decode("state_seq")
        addresses = try body.decode("addrs")
        laggySince = try body.decode("laggy_since")
        standbyForRank = try body.decode("standby_for_rank")
        _ = try body.decode("standby_for_name", as: String.self)
        if version >= 2 { exportTargets = try body.decode("export_targets") }
        if version >= 5 { features = try body.decode("mds_features") }
        if version >= 6 { joinFSCID = try body.decode("join_fscid") }
        if version >= 7 { _ = try body.decode("standby_replay", as: Bool.self) }
        if version >= 9 { flags = try body.decode("flags") }
        compat = version >= 10 ? try body.decode("compat") : .mdsAll
    }

    /// Version 10, or what 16.2 writes for readers without `MDSENC` or nautilus; or version 9, the form of 14.2,
    /// for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.mdsEnc) else { return encodeUnversioned(into: &encoder) }
        let modern = encoder.features.contains(.serverNautilus)
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(!modern ? 7 : isNautilus ? 9 : 10, compatible: 4) { body in
            encodeHead(into: &body)
            if modern { body.encode(addresses) } else { body.encode(addresses.legacy ?? EntityAddress()) }
            encodeMiddle(into: &body)
            body.integer(features)
            body.integer(joinFSCID)
            body.encode(false)
            guard modern else { return }
            body.integer(flags)
            if !isNautilus { body.encode(compat) }
        }
    }

    private func encodeUnversioned(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(3))
        encodeHead(into: &encoder)
        // 16.2 writes this address for a reader without any feature.
        let features = encoder.features
        encoder.features = []
        encoder.encode(addresses.legacy ?? EntityAddress())
        encoder.features = features
        encodeMiddle(into: &encoder)
    }

    private func encodeHead(into encoder: inout CephEncoder) {
        encoder.integer(globalID)
        encoder.encode(name)
        encoder.integer(rank)
        encoder.integer(incarnation)
        encoder.encode(state)
        encoder.integer(stateSequence)
    }

    /// With the places of `standby_for_rank` and `standby_for_name`, which nothing reads any more.
    private func encodeMiddle(into encoder: inout CephEncoder) {
        encoder.encode(laggySince)
        encoder.integer(MDSInfo.none)
        encoder.encode("")
        encoder.encode(exportTargets)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("gid", globalID)
        formatter.string("name", name)
        formatter.int("rank", rank)
        formatter.int("incarnation", incarnation)
        formatter.stream("state", state)
        formatter.int("state_seq", stateSequence)
        formatter.stream("addr", addresses.legacyOrFront.legacyDescription)
        formatter.dump("addrs", addresses)
        formatter.int("join_fscid", joinFSCID)
        if isLaggy { formatter.stream("laggy_since", laggySince) }
        formatter.ints("export_targets", each: "mds", exportTargets)
        formatter.int("features", features)
        formatter.int("flags", flags)
        formatter.dump("compat", compat)
    }
}

extension MDSInfo: CustomStringConvertible {
    /// `[mds.m{0:4131} state up:active seq 14 addr [v2:…] compat {c=[1],r=[1],i=[7ff]}]`
    public var description: String {
        var text = "[mds.\(name){\(rank):\(globalID)} state \(state) seq \(stateSequence)"
        if isLaggy { text += " laggy since \(laggySince)" }
        if !exportTargets.isEmpty { text += " export targets \(exportTargets.streamText)" }
        if isFrozen { text += " frozen" }
        if joinFSCID != MDSInfo.none { text += " join_fscid=\(joinFSCID)" }
        return text + " addr \(addresses) compat \(compat.shortDescription)]"
    }
}
