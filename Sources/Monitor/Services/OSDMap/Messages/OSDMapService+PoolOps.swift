import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

// What librados asks for: pools, snapshots.

extension OSDMapService {
    private func reply(
        _ message: MPoolOp, _ request: Request, _ error: ErrorNumber? = nil, epoch: UInt32? = nil,
        _ response: ByteBuffer? = nil
    ) {
        var answer = MPoolOpReply(
            fsid: message.fsid, replyCode: UInt32(bitPattern: -(error?.rawValue ?? 0)),
            epoch: epoch ?? map.epoch, response: response)
        answer.paxos.version = lastCommitted
        monitor.reply(to: request, answer)
    }

    private func mayRun(_ operation: MPoolOp.Op, _ message: MPoolOp, _ session: Session) -> Bool {
        switch operation {
        case .createUnmanagedSnap, .deleteUnmanagedSnap:
            // As the command `osd pool op unmanaged-snap`, or for who may write to the pool's OSDs.
            var arguments: [String: String] = [:]
            if let name = map.poolNames[Int64(message.pool)] { arguments["poolname"] = name }
            return session.caps.isCapable(
                session.authName, service: "osd", command: "osd pool op unmanaged-snap", arguments: arguments,
                needs: .write, peer: session.socketAddress)
        default: return session.isCapable("osd", .write)
        }
    }

    func preprocess(_ message: MPoolOp, _ request: Request) throws -> Bool {
        guard let operation = MPoolOp.Op(rawValue: message.op) else {
            reply(message, request, .invalid)
            return true
        }
        guard mayRun(operation, message, request.session) else {
            reply(message, request, .operationNotPermitted)
            return true
        }
        guard message.fsid == monitor.monmap.fsid else {
            reply(message, request, .invalid)
            return true
        }
        if operation == .create {
            guard map.pool(named: message.name) != nil else { return false }
            reply(message, request)
            return true
        }
        let number = Int64(message.pool)
        guard let pool = map.pools[number] else {
            reply(message, request, operation == .delete ? nil : .noEntry)
            return true
        }
        if let answer = try settled(operation, message, number, pool) {
            reply(message, request, answer.error)
            return true
        }
        return false
    }

    private struct Settled { var error: ErrorNumber? }

    /// The answer to what is so already, or cannot be.
    private func settled(
        _ operation: MPoolOp.Op, _ message: MPoolOp, _ number: Int64, _ pool: PGPool
    ) throws -> Settled? {
        let exists = pool.snapshot(named: message.name) != nil
        switch operation {
        case .createSnap:
            if pool.isUnmanagedSnapsMode || pool.isTier { return Settled(error: .invalid) }
            return exists ? Settled(error: nil) : nil
        case .deleteSnap:
            if pool.isUnmanagedSnapsMode { return Settled(error: .invalid) }
            return exists ? nil : Settled(error: nil)
        case .createUnmanagedSnap: return pool.isPoolSnapsMode ? Settled(error: .invalid) : nil
        case .deleteUnmanagedSnap:
            if pool.isPoolSnapsMode { return Settled(error: .invalid) }
            if !pool.isUnmanagedSnapsMode { return Settled(error: .notSupported) }
            return try isRemovedSnapshot(number, message.snapID) ? Settled(error: nil) : nil
        case .authUIDChange: return Settled(error: .notSupported)
        case .create, .delete: return nil
        }
    }

    func prepare(_ message: MPoolOp, _ request: Request) throws -> Bool {
        guard let operation = MPoolOp.Op(rawValue: message.op) else { return false }
        let number = Int64(message.pool)
        var error: ErrorNumber?
        var response: ByteBuffer?
        do {
            switch operation {
            case .create:
                var wanted = NewPool(name: message.name)
                wanted.rule = UInt8(exactly: message.crushRule)
                try addPool(wanted)
            case .delete: try removePool(number, withoutFaking: false)
            case .createSnap: error = try makeSnapshot(message.name, number)
            case .deleteSnap: error = try removeSnapshot(message.name, number)
            case .createUnmanagedSnap: (error, response) = makeUnmanagedSnapshot(number)
            case .deleteUnmanagedSnap:
                error = try removeUnmanagedSnapshot(message.snapID, number)
            case .authUIDChange: error = .notSupported
            }
        } catch is WaitForPending {
            retryWhenCommitted(request)
            return true
        } catch let failure as CommandError {
            error = ErrorNumber(rawValue: -failure.code) ?? .invalid
        }
        let epoch = pending.epoch
        whenCommitted(for: request) { [weak self] in
            self?.reply(message, request, error, epoch: epoch, response)
        }
        return true
    }

    private func makeSnapshot(_ name: String, _ number: Int64) throws -> ErrorNumber? {
        guard let pool = pending.pool(number, in: map), !pool.isUnmanagedSnapsMode else { return .invalid }
        if isUsedByFileSystem(number) { return .notSupported }
        guard pool.snapshot(named: name) == nil else { return nil }
        let (stamp, epoch) = (environment.now, pending.epoch)
        withPendingPool(number) {
            $0.addSnapshot(name, stamp: stamp)
            $0.snapEpoch = epoch
        }
        return nil
    }

    private func removeSnapshot(_ name: String, _ number: Int64) throws -> ErrorNumber? {
        guard let pool = pending.pool(number, in: map), !pool.isUnmanagedSnapsMode else { return .invalid }
        guard let snap = pool.snapshot(named: name) else { return nil }
        let epoch = pending.epoch
        withPendingPool(number) {
            $0.removeSnapshot(snap)
            $0.snapEpoch = epoch
        }
        pending.newRemovedSnaps[number, default: SnapIntervalSet()].insert(snap)
        return nil
    }

    private var hasLegacySnaps: Bool { map.requireOSDRelease < .octopus }

    private func makeUnmanagedSnapshot(_ number: Int64) -> (ErrorNumber?, ByteBuffer?) {
        guard let pool = pending.pool(number, in: map), !pool.isPoolSnapsMode else { return (.invalid, nil) }
        if isUsedByFileSystem(number) { return (.notSupported, nil) }
        var snap: UInt64 = 0
        let (epoch, isLegacy) = (pending.epoch, hasLegacySnaps)
        withPendingPool(number) {
            snap = $0.addUnmanagedSnapshot(isLegacy: isLegacy)
            $0.snapEpoch = epoch
        }
        return (nil, CephEncoder.encode(snap))
    }

    private func removeUnmanagedSnapshot(_ snap: UInt64, _ number: Int64) throws -> ErrorNumber? {
        guard let pool = pending.pool(number, in: map), !pool.isPoolSnapsMode else { return .invalid }
        if try isRemovedSnapshot(number, snap) || isPendingRemovedSnapshot(number, snap) { return nil }
        guard snap <= pool.snapSeq else { return .noEntry }
        let (epoch, isLegacy) = (pending.epoch, hasLegacySnaps)
        withPendingPool(number) {
            $0.removeUnmanagedSnapshot(snap, isLegacy: isLegacy)
            $0.snapEpoch = epoch
        }
        pending.newRemovedSnaps[number, default: SnapIntervalSet()].insert(snap)
        // The number that this took is no snapshot: noted as purged, it leaves no gap.
        if let sequence = pending.newPools[number]?.snapSeq {
            pendingPseudoPurgedSnaps[number, default: []].insert(sequence)
        }
        return nil
    }

    // MARK: Snapshots by the number

    func preprocess(_ message: MRemoveSnaps, _ request: Request) throws -> Bool {
        let session = request.session
        let isAllowed = session.caps.isCapable(
            session.authName, service: "osd", command: "osd pool rmsnap", arguments: [:],
            needs: [.read, .write], peer: session.socketAddress)
        guard isAllowed else { return true }
        for (number, snaps) in message.snaps {
            guard let pool = map.pools[Int64(number)] else { continue }
            for snap in snaps where try snap > pool.snapSeq || !isRemovedSnapshot(Int64(number), snap) {
                return false
            }
        }
        acknowledge(message, request)
        return true
    }

    private func acknowledge(_ message: MRemoveSnaps, _ request: Request) {
        guard request.session.features.contains(.serverOctopus) else { return }
        monitor.reply(to: request, MRemoveSnaps(snaps: message.snaps))
    }

    func prepare(_ message: MRemoveSnaps, _ request: Request) throws -> Bool {
        let (epoch, isLegacy) = (pending.epoch, hasLegacySnaps)
        for (pool, snaps) in message.snaps {
            let number = Int64(pool)
            guard map.pools.contains(number) else { continue }
            for snap in snaps {
                let isKnown =
                    try isRemovedSnapshot(number, snap) || isPendingRemovedSnapshot(number, snap)
                    || pending.newPools[number]?.removedSnaps.contains(snap) ?? false
                if isKnown { continue }
                withPendingPool(number) {
                    if isLegacy { $0.removedSnaps.insert(snap) }
                    $0.flags.insert(.selfManagedSnaps)
                    $0.snapSeq = max($0.snapSeq, snap)
                    $0.snapEpoch = epoch
                }
                pending.newRemovedSnaps[number, default: SnapIntervalSet()].insert(snap)
            }
        }
        whenCommitted(for: request) { [weak self] in self?.acknowledge(message, request) }
        return true
    }

    /// Which snapshots went in which epochs, as many as a message takes.
    func answerPurgedSnaps(_ message: MMonGetPurgedSnaps, _ request: Request) throws {
        var answer = MMonGetPurgedSnapsReply(start: message.start, last: message.last)
        var size = 0
        let cursor = try store.makeCursor()
        try cursor.seek(
            StoreKey(SnapKey.prefix, SnapKey.purgedEpoch(message.start &+ 1).description).combined)
        while cursor.isValid, size <= 1 << 20 {
            let (prefix, key) = StoreKey.split(cursor.rawKey)
            let name = String(cephBytes: key)
            guard prefix.elementsEqual(SnapKey.prefix.utf8), case .purgedEpoch(let epoch)? = SnapKey(name)
            else {
                break
            }
            answer.last = epoch
            guard epoch <= message.last else { break }
            let snaps = try CephDecoder.decode(
                CephMap<Int64, SnapIntervalSet>.self, from: ByteBuffer(bytes: cursor.rawValue),
                named: "\(SnapKey.prefix)/\(name)")
            answer.purgedSnaps[epoch] = snaps
            size += 4 + snaps.count * 16
            try cursor.next()
        }
        monitor.reply(to: request, answer)
    }
}
