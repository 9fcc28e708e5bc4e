import CephEncoding
import CephTypes
import MonitorStore

/// What monitors say of themselves and their hosts: `ceph mon metadata`, `ceph versions`.
extension Monitor {
    /// `MONITOR_STORE_PREFIX`
    private static let metadataKey = StoreKey("monitor_store", "last_metadata")

    /// This process, its host, and where it listens (`collect_metadata`).
    var ownMetadata: DaemonMetadata {
        var values = environment.metadata().values
        values["ceph_version"] = MonitorVersion.pretty
        values["ceph_version_short"] = MonitorVersion.short
        values["ceph_release"] = MonitorVersion.release
        values["addrs"] = "\(monmap.monitors[name]?.publicAddresses ?? EntityAddressVector())"
        return DaemonMetadata(values)
    }

    /// What is committed of all monitors, by rank.
    func storedMonitorMetadata() throws -> MonitorMetadata {
        guard let value = try environment.store.value(of: Self.metadataKey) else { return MonitorMetadata() }
        return try CephDecoder.decode(MonitorMetadata.self, from: value, named: "\(Self.metadataKey)")
    }

    /// Puts what the members of a new quorum said into the first value that it commits. Of monitors that are not
    /// in it, what was known stays.
    func proposeMetadata(of members: [Int: DaemonMetadata]) {
        do {
            let known = try storedMonitorMetadata()
            var all = known
            for rank in all.monitors.keys where !monmap.ranks.indices.contains(Int(rank)) {
                all.monitors[rank] = nil
            }
            for (rank, metadata) in members { all.monitors[Int32(clamping: rank)] = metadata }
            guard all != known else { return }
            var transaction = StoreTransaction()
            transaction.put(Self.metadataKey.prefix, Self.metadataKey.key, CephEncoder.encode(all))
            paxos.queue(transaction) { _ in }
        } catch {
            fail("\(error)")
        }
    }

    /// Clusters that are older than the fingerprint get one.
    func proposeFingerprintIfMissing() {
        guard isLeader, paxos.isActive, (try? fingerprint().isZero) == true else { return }
        var transaction = StoreTransaction()
        putNewFingerprint(into: &transaction)
        paxos.queue(transaction) { _ in }
        paxos.triggerPropose()
    }

    /// A number by which a cluster that reports from afar is known again (`prepare_new_fingerprint`).
    func putNewFingerprint(into transaction: inout StoreTransaction) {
        var random = EnvironmentRandom(environment)
        transaction.put(
            MonitorKeys.prefix, "cluster_fingerprint", CephEncoder.encode(CephUUID.random(using: &random)))
    }

    func fingerprint() throws -> CephUUID {
        guard let value = try environment.store.value(of: StoreKey(MonitorKeys.prefix, "cluster_fingerprint"))
        else { return .zero }
        return try CephDecoder.decode(CephUUID.self, from: value, named: "monitor/cluster_fingerprint")
    }
}
