import CephEncoding

// The form of 14.2, for stores that a 14.2 monitor wrote: it asks of clients a release, not features.

extension MDSMap {
    /// «No release», as 14.2 writes it.
    static let anyClient = CephRelease(rawValue: 0xff)

    /// What was read, as long as it asks for what the map asks for; else the newest release that asks for no
    /// more.
    private var nautilusClient: CephRelease {
        if FSFeatures(release: minCompatClient) == requiredClientFeatures { return minCompatClient }
        let releases: [CephRelease] = [.octopus, .nautilus, .mimic, .luminous, .kraken, .jewel]
        let fitting = releases.first { FSFeatures(release: $0).isSubset(of: requiredClientFeatures) }
        return fitting ?? Self.anyClient
    }

    /// Version 14 of what comes behind the pools.
    func encodeNautilus(into encoder: inout CephEncoder) {
        encoder.integer(UInt16(14))
        encodeRanks(into: &encoder)
        encodeCommonSettings(into: &encoder)
        encoder.encode(nautilusClient)
    }
}
