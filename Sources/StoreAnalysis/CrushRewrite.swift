import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// Puts a good CRUSH map into all OSD maps behind a known-good epoch, as `ceph-monstore-tool rewrite-crush`
/// does: for clusters whose monitors crash on a bad one. The change is left as a proposal, which the monitors
/// agree on when they start.
///
/// Ceph's tool stores the incrementals that it rewrites under epoch 0; here each keeps its own.
public struct CrushRewrite {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The last epoch with a good map.
    public let goodEpoch: UInt64
    public let lastEpoch: UInt64
    private let crush: CrushMap
    private let store: any KeyValueReader

    /// - Parameters:
    ///   - store: is read, not written.
    ///   - goodEpoch: a negative number counts back from the last committed epoch.
    ///   - crush: the map to put in; nil takes that of the good epoch.
    public init(_ store: any KeyValueReader, goodEpoch: Int64, crush: CrushMap?) throws {
        guard let last = try store.version("osdmap", "last_committed"), last > 0 else {
            throw Failure(description: "the store has no OSD maps")
        }
        let back = goodEpoch.magnitude
        guard goodEpoch > 0 || back <= last else {
            throw Failure(description: "there is no epoch \(goodEpoch): the last one is \(last)")
        }
        self.store = store
        self.goodEpoch = goodEpoch > 0 ? back : last - back
        lastEpoch = last
        self.crush = try crush ?? Self.fullMap(self.goodEpoch, in: store).crush
    }

    /// Whether there is anything behind the good epoch.
    public var isNeeded: Bool { goodEpoch < lastEpoch }

    /// Every map behind the good epoch rewritten, and one more epoch, so that monitors and clients notice.
    /// - Parameter report: gets a line for each epoch.
    public func content(report: (String) -> Void) throws -> StoreTransaction {
        var content = StoreTransaction()
        var epoch = goodEpoch
        while epoch < lastEpoch {
            epoch += 1
            report("rewriting epoch #\(epoch)/\(lastEpoch)")
            try rewrite(epoch, in: &content)
        }
        report("adding a new epoch #\(lastEpoch + 1)")
        try addEpoch(to: &content)
        content.put("osdmap", "full_latest", version: lastEpoch + 1)
        content.put("osdmap", "last_committed", version: lastEpoch + 1)
        return content
    }

    /// The content as a value that the monitors are still to agree on.
    public func proposal(_ content: StoreTransaction, report: (String) -> Void) throws -> StoreTransaction {
        let version = try nextPaxosVersion
        let bytes = content.encoded()
        report("adding pending commit \(version) \(bytes.readableBytes) bytes")
        var transaction = StoreTransaction()
        transaction.put("paxos", version, bytes)
        transaction.put("paxos", "pending_v", version: version)
        // Higher than any number that a monitor has accepted, and no monitor's own.
        let accepted = try store.version("paxos", "accepted_pn") ?? 0
        transaction.put("paxos", "pending_pn", version: (accepted / 100 &+ 4) &* 100 &+ 1)
        return transaction
    }

    /// The content as a commit of this store's own: a monitor that is alone takes up no proposal.
    public func commit(_ content: StoreTransaction) throws -> StoreTransaction {
        let version = try nextPaxosVersion
        var transaction = StoreTransaction()
        transaction.put("paxos", version, content.encoded())
        transaction.put("paxos", "last_committed", version: version)
        transaction.append(content)
        return transaction
    }

    private var nextPaxosVersion: UInt64 {
        get throws {
            let last = try store.version("paxos", "last_committed") ?? 0
            guard last < .max else { throw Failure(description: "paxos/last_committed is at its end") }
            return last + 1
        }
    }

    private func rewrite(_ epoch: UInt64, in content: inout StoreTransaction) throws {
        var map = try Self.fullMap(epoch, in: store)
        map.crush = crush
        let crc = putFull(map, in: &content)
        guard let value = try store.value(of: StoreKey("osdmap", "\(epoch)")) else {
            throw Failure(description: "the store has no osdmap/\(epoch)")
        }
        var incremental = try OSDMap.Incremental.decode(from: value)
        if incremental.crush.readableBytes > 0 {
            incremental.crush = crush.encoded(features: map.encodingFeatures)
        }
        if incremental.fullMap.readableBytes > 0 {
            incremental.fullMap = map.encodedWithCRC(features: map.encodingFeatures).bytes
        }
        incremental.fullCRC = crc
        content.put("osdmap", epoch, incremental.encodedWithCRC(features: map.encodingFeatures).bytes)
    }

    private func addEpoch(to content: inout StoreTransaction) throws {
        var map = try Self.fullMap(lastEpoch, in: store)
        guard map.epoch < .max else {
            throw Failure(description: "the epoch after \(map.epoch) cannot be counted")
        }
        map.crush = crush
        map.epoch += 1
        var incremental = OSDMap.Incremental()
        incremental.epoch = map.epoch
        incremental.fsid = map.fsid
        incremental.crush = crush.encoded(features: map.encodingFeatures)
        incremental.fullCRC = putFull(map, in: &content)
        content.put(
            "osdmap", UInt64(map.epoch), incremental.encodedWithCRC(features: map.encodingFeatures).bytes)
    }

    private func putFull(_ map: OSDMap, in content: inout StoreTransaction) -> UInt32? {
        let (bytes, crc) = map.encodedWithCRC(features: map.encodingFeatures)
        content.put("osdmap", "full_\(map.epoch)", bytes)
        return crc
    }

    private static func fullMap(_ epoch: UInt64, in store: any KeyValueReader) throws -> OSDMap {
        guard let value = try store.value(of: StoreKey("osdmap", "full_\(epoch)")) else {
            throw Failure(description: "the store has no osdmap/full_\(epoch)")
        }
        return try OSDMap.decode(from: value)
    }
}
