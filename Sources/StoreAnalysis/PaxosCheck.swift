import CephTypes
import MonitorStore

// What Paxos itself keeps: `first_committed` to `last_committed`, a transaction each, and the value that was
// being agreed on (src/mon/Paxos.cc).

/// The numbers of Paxos, and the versions that can be read.
struct PaxosState {
    let first: UInt64?
    let last: UInt64?
    let pending: UInt64?
    let versions: VersionRuns

    /// The unbroken chain that ends with `last_committed`.
    var chain: ClosedRange<UInt64>? {
        guard let last, let run = versions.run(containing: last) else { return nil }
        return max(run.lowerBound, min(first ?? 0, last))...last
    }
}

extension StoreChecker {
    /// - Returns: what replaying the chain gives; nil where there is no chain that ends with `last_committed`.
    mutating func checkPaxos() throws -> PaxosReplay? {
        guard scan.prefixes["paxos"] != nil else {
            // What mkfs leaves before the first start.
            if scan.prefixes["mkfs"] == nil, scan.keys > 0 {
                list.add(
                    .warning, "paxos", "no key at all: the store of a monitor that never was in a quorum")
            }
            return nil
        }
        let state = PaxosState(
            first: try counter("paxos", "first_committed"), last: try counter("paxos", "last_committed"),
            pending: try counter("paxos", "pending_v"), versions: scan.usable("paxos"))
        try checkPaxosLast(state)
        checkPaxosFirst(state)
        try checkPaxosPending(state)
        guard let chain = state.chain else { return nil }
        let replay = try PaxosReplay(chain, in: reader)
        try checkReplay(replay)
        return replay
    }

    private mutating func checkPaxosLast(_ state: PaxosState) throws {
        let key = StoreKey("paxos", "last_committed")
        guard let last = state.last else {
            guard let newest = state.versions.last else { return }
            list.add(
                .error, key, "missing or damaged, but there are versions up to \(newest)",
                mend: try lastFromPending(state, above: 0).map { .repair(.put(key, number: $0)) }
                    ?? .advice(Self.elsewhere))
            return
        }
        if let first = state.first, first > last {
            list.add(.error, "paxos/first_committed", "is \(first), above last_committed \(last)")
        }
        if let real = try lastFromPending(state, above: last) {
            list.add(
                .error, key, "is \(last), but version \(real) was committed: pending_v shows it",
                mend: .repair(.put(key, number: real)))
        } else if !state.versions.contains(last), last > 0 {
            try reportMissingLast(last, state)
        }
    }

    /// A value is proposed only when the one before it is committed, so `pending_v` behind an unbroken chain
    /// tells what was committed even where `last_committed` does not (`Paxos::begin`).
    private func lastFromPending(_ state: PaxosState, above last: UInt64) throws -> UInt64? {
        guard let pending = state.pending, pending > 1, pending - 1 > last,
            let run = state.versions.run(containing: pending), run.lowerBound <= max(last, 1) || last == 0
        else { return nil }
        if try isApplied(pending) { return pending }
        return run.contains(pending - 1) ? pending - 1 : nil
    }

    /// Whether the store holds what a version's transaction leaves.
    private func isApplied(_ version: UInt64) throws -> Bool {
        let replay = try PaxosReplay(version...version, in: reader)
        return try !replay.outcomes.contains { try !replay.agrees($0.key, $0.value, in: reader) }
    }

    private mutating func reportMissingLast(_ last: UInt64, _ state: PaxosState) throws {
        let key = StoreKey("paxos", "last_committed")
        guard let newest = state.versions.newest(upTo: last) else {
            list.add(
                .error, key, "is \(last), but neither it nor any version before can be read",
                mend: .advice(Self.elsewhere))
            return
        }
        let mend: Finding.Mend =
            if try monitorCount() == 1 {
                .repair(try lastMend(last, newest, state))
            } else {
                .advice(
                    "not safe to turn back in a cluster of several monitors, where the lost values may stand "
                        + "with this one's vote: give the cluster a new monitor in this one's place")
            }
        list.add(
            .error, key, "is \(last), but version \(last) can't be read; the newest is \(newest)", mend: mend)
    }

    /// What mends a chain that ends before `last_committed` where no other monitor knows more. Never was a
    /// version agreed on that is above `pending_v`: such a counter is wrong. Otherwise the versions are lost,
    /// but the services hold what they did, and nobody needs them any more.
    private func lastMend(_ last: UInt64, _ newest: UInt64, _ state: PaxosState) throws -> Remedy {
        let isThere = try reader.value(of: StoreKey("paxos", "\(last)")) != nil
        let isBeyond = try state.pending.map { last > $0 } ?? isApplied(newest)
        return !isThere && isBeyond
            ? .put(StoreKey("paxos", "last_committed"), number: newest) : .restartLog(last)
    }

    private mutating func checkPaxosFirst(_ state: PaxosState) {
        guard let last = state.last else { return }
        let key = StoreKey("paxos", "first_committed")
        let run = state.versions.run(containing: last)
        guard let first = state.first else {
            if let run {
                list.add(
                    .error, key, "missing or damaged",
                    mend: .repair(.put(key, number: run.lowerBound)))
            }
            return
        }
        guard first <= last else {
            if let run {
                list.add(.error, key, "is out of range", mend: .repair(.put(key, number: run.lowerBound)))
            }
            return
        }
        checkPaxosChain(first...last, run, state.versions)
        if first > 0, !state.versions.parts(of: 0...first - 1).isEmpty, run?.contains(first) == true {
            for part in VersionRuns(scan.versions["paxos"] ?? []).parts(of: 0...first - 1) {
                outside("paxos", "", part, "below first_committed \(first): trimming passed over it")
            }
        }
    }

    /// Only monitors that fall behind read old values, and those that find them gone copy the whole store:
    /// what a hole separates from the end can be trimmed (`Paxos::trim`).
    private mutating func checkPaxosChain(
        _ range: ClosedRange<UInt64>, _ run: ClosedRange<UInt64>?, _ versions: VersionRuns
    ) {
        let firstKey = StoreKey("paxos", "first_committed")
        let mend: Finding.Mend =
            run.map { .repair(.put(firstKey, number: $0.lowerBound)) } ?? .advice(Self.elsewhere)
        for hole in versions.holes(in: range) {
            list.add(.error, "paxos/\(hole.lowerBound)", "version \(hole.text) can't be read", mend: mend)
        }
        if let oldest = versions.parts(of: range).first?.lowerBound, oldest > range.lowerBound,
            range.lowerBound > 0
        {
            list.add(
                .error, firstKey, "is \(range.lowerBound), but the oldest version is \(oldest)", mend: mend)
        }
    }

    private mutating func checkPaxosPending(_ state: PaxosState) throws {
        guard let last = state.last else { return }
        let next = last == .max ? last : last + 1
        let key = StoreKey("paxos", "pending_v")
        let explains = try lastFromPending(state, above: last) != nil
        if let pending = state.pending, pending > next, !explains {
            list.add(
                .error, key, "is \(pending), but nothing behind \(next) can be pending",
                mend: .repair(.put(key, number: last)))
        } else if state.pending == next, !state.versions.contains(next), next > last {
            list.add(
                .warning, key, "says that version \(next) was being agreed on, but it is not there",
                mend: .repair(.put(key, number: last)))
        }
        guard next > last, !explains else { return }
        for run in VersionRuns(scan.versions["paxos"] ?? []).parts(of: next...UInt64.max) {
            checkPaxosBehind(run, next, state)
        }
    }

    private mutating func checkPaxosBehind(
        _ run: ClosedRange<UInt64>, _ next: UInt64, _ state: PaxosState
    ) {
        if run.lowerBound > next || !state.versions.contains(next) {
            outside("paxos", "", run, "behind the value that may be pending, \(next)", .error)
        } else if run.upperBound > next {
            list.add(
                .error, "paxos/\(run.upperBound)", "versions \(run.text) lie behind last_committed",
                mend: .advice("either they or last_committed are wrong, and nothing here tells which"))
        } else if state.pending == next {
            list.add(
                .info, "paxos/\(next)", "a value that was not yet agreed on: a monitor takes it up again")
        } else {
            // Paxos::collect takes it for a pending value whatever pending_v says.
            list.add(
                .warning, "paxos/\(next)", "lies behind last_committed, and pending_v does not tell of it",
                mend: .advice("a monitor takes it for a value that was not yet agreed on, and proposes it"))
        }
    }

    /// Versions where none should be.
    mutating func outside(
        _ prefix: String, _ infix: String, _ run: ClosedRange<UInt64>, _ why: String,
        _ severity: Finding.Severity = .warning
    ) {
        let many = run.isOne ? "lies" : "and all to \(infix)\(run.upperBound) lie"
        list.add(
            severity, "\(prefix)/\(infix)\(run.lowerBound)", "\(many) \(why)",
            mend: .repair(
                .eraseVersions(prefix: prefix, infix: infix, from: run.lowerBound, through: run.upperBound)))
    }
}
