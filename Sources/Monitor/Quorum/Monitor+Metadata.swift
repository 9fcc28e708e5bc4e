import CephEncoding
import CephTypes
import MonitorStore

/// What the monitors say of themselves and their hosts, where `mon metadata`, `versions` and `node ls` find it.
extension Monitor {
    static let metadataKey = StoreKey("monitor_store", "last_metadata")

    /// Puts what came with the votes into the next value; what those away said last stays. After every election, as
    /// in Ceph: a store that was just copied has none of it.
    func keepMetadata() {
        guard isLeader else { return }
        do {
            let stored = try environment.store.value(of: Self.metadataKey)
            var known = try stored.map { try MonitorMetadata.decode(from: $0) } ?? MonitorMetadata()
            known.monitors = known.monitors.filter { monmap.ranks.indices.contains(Int($0.key)) }
            for (rank, metadata) in quorumMetadata where !metadata.values.isEmpty {
                known.monitors[Int32(clamping: rank)] = metadata
            }
            guard !known.monitors.isEmpty else { return }
            var transaction = StoreTransaction()
            transaction.put(Self.metadataKey.prefix, Self.metadataKey.key, CephEncoder.encode(known))
            paxos.queue(transaction) { _ in }
        } catch {
            environment.log(0, .mon, "the monitors' metadata cannot be kept: \(error)")
        }
    }
}
