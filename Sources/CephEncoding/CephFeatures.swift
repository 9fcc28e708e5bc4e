/// The feature bits that two Ceph programs tell each other, and that choose a record's older forms.
///
/// Bits ran out, so retired ones are used again: such a feature counts only together with the bits of its
/// incarnation (src/include/ceph_features.h; `HAVE_FEATURE` tests the whole mask).
public struct CephFeatures: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64, incarnation: Int = 1) {
        var mask: UInt64 = 1 << bit
        if incarnation >= 2 { mask |= 1 << 57 }
        if incarnation >= 3 { mask |= 1 << 28 }
        rawValue = mask
    }

    public static let uid = CephFeatures(bit: 0)
    public static let noSrcAddr = CephFeatures(bit: 1)
    public static let serverNautilus = CephFeatures(bit: 2, incarnation: 3)
    public static let flock = CephFeatures(bit: 3)
    public static let subscribe2 = CephFeatures(bit: 4)
    public static let monNames = CephFeatures(bit: 5)
    public static let reconnectSeq = CephFeatures(bit: 6)
    public static let dirLayoutHash = CephFeatures(bit: 7)
    public static let objectLocator = CephFeatures(bit: 8)
    public static let pgID64 = CephFeatures(bit: 9)
    public static let incSubOSDMap = CephFeatures(bit: 10)
    public static let pgPool3 = CephFeatures(bit: 11)
    public static let osdReplyMux = CephFeatures(bit: 12)
    public static let osdEnc = CephFeatures(bit: 13)
    public static let serverKraken = CephFeatures(bit: 14, incarnation: 2)
    public static let monEnc = CephFeatures(bit: 15)
    public static let serverOctopus = CephFeatures(bit: 16, incarnation: 3)
    public static let crushTunables = CephFeatures(bit: 18)
    public static let osdPGLogHardLimit = CephFeatures(bit: 19, incarnation: 2)
    public static let serverPacific = CephFeatures(bit: 20, incarnation: 3)
    public static let osdMapPGUpmap = CephFeatures(bit: 21, incarnation: 2)
    public static let serverLuminous = CephFeatures(bit: 21, incarnation: 2)
    public static let osdFixedCollectionList = CephFeatures(bit: 22, incarnation: 2)
    public static let msgAuth = CephFeatures(bit: 23)
    public static let recoveryReservation2 = CephFeatures(bit: 24, incarnation: 2)
    public static let crushTunables2 = CephFeatures(bit: 25)
    public static let createPoolID = CephFeatures(bit: 26)
    public static let replyCreateInode = CephFeatures(bit: 27)
    public static let serverMimic = CephFeatures(bit: 28, incarnation: 2)
    public static let mdsEnc = CephFeatures(bit: 29)
    public static let osdHashPsPool = CephFeatures(bit: 30)
    public static let monSinglePaxos = CephFeatures(bit: 31)
    public static let stretchMode = CephFeatures(bit: 32, incarnation: 3)
    public static let rangeBlocklist = CephFeatures(bit: 34, incarnation: 3)
    public static let osdCachePool = CephFeatures(bit: 35)
    public static let crushV2 = CephFeatures(bit: 36)
    public static let exportPeer = CephFeatures(bit: 37)
    public static let osdMapEnc = CephFeatures(bit: 39)
    public static let mdsInlineData = CephFeatures(bit: 40)
    public static let crushTunables3 = CephFeatures(bit: 41)
    public static let osdPrimaryAffinity = CephFeatures(bit: 41)
    public static let msgrKeepalive2 = CephFeatures(bit: 42)
    public static let osdPoolResend = CephFeatures(bit: 43)
    public static let crushV4 = CephFeatures(bit: 48)
    public static let newOSDOpEncoding = CephFeatures(bit: 56)
    public static let serverJewel = CephFeatures(bit: 57)
    public static let crushTunables5 = CephFeatures(bit: 58)
    public static let newOSDOpReplyEncoding = CephFeatures(bit: 58)
    public static let msgAddr2 = CephFeatures(bit: 59)
    public static let osdRecoveryDeletes = CephFeatures(bit: 60)
    public static let cephxV2 = CephFeatures(bit: 61)

    /// What Ceph 16.2.15 says of itself (`ceph features`).
    public static let all = CephFeatures(rawValue: 0x3f01_cfbd_fffd_ffff)

    /// What Ceph 14.2.21 says of itself. A quorum of its monitors writes its store with these.
    public static let nautilus = CephFeatures(rawValue: 0x3ffd_dff8_ffec_ffff)

    /// Whether these are the bits of a 14.2: the newer records have a form of 14.2 beside 16.2's, for stores
    /// that a 14.2 monitor wrote.
    public var areNautilus: Bool { contains(.serverNautilus) && !contains(.serverOctopus) }
}
