import CephEncoding

// What `ceph fs set` may change (src/mds/MDSMap.h).

extension MDSMap.Flags {
    /// What a new file system has.
    public static let defaults: MDSMap.Flags = [.allowSnaps, .allowMultiMDSSnaps]

    fileprivate var octet: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

extension MDSMap {
    /// `MAX_MDS` (src/mds/mdstypes.h).
    public static let maxRanks: Int64 = 0x100
    /// `CEPH_MIN_STRIPE_UNIT`, bytes.
    public static let minFileSize: Int64 = 65536

    /// Turns a feature of the file system on or off; that it was ever on is remembered.
    public mutating func allow(_ feature: Flags, _ isAllowed: Bool = true) {
        guard isAllowed else {
            flags.remove(feature)
            return
        }
        flags.insert(feature)
        everAllowedFeatures |= feature.octet
        explicitlyAllowedFeatures |= feature.octet
    }

    public func wasEverAllowed(_ feature: Flags) -> Bool { everAllowedFeatures & feature.octet != 0 }

    /// Snapshots of before mimic, which several active ranks would not understand.
    public var mayHaveOldSnapshots: Bool {
        wasEverAllowed(.allowSnaps) && !flags.contains(.allowMultiMDSSnaps)
    }

    /// Takes all ranks away and remembers how many there should be, or brings as many back.
    public mutating func setDown(_ isDown: Bool) {
        if !isDown {
            maxMDS = oldMaxMDS == 0 ? 1 : oldMaxMDS
        } else if maxMDS > 0 {
            oldMaxMDS = maxMDS
            maxMDS = 0
        }
    }

    /// Asks of clients what they needed to know at a release; the old form of features.
    public mutating func setMinCompatClient(_ release: CephRelease) {
        requiredClientFeatures = FSFeatures(release: release)
    }
}
