import CephTypes
import MonitorStore

// What each Paxos service keeps: a value a version from `first_committed` to `last_committed`, and with some
// of them whole maps, `full_N`, of which `full_latest` names the newest (src/mon/PaxosService.cc).

extension StoreService {
    /// `config` and `health` count their changes and keep their state under other keys
    /// (ConfigMonitor::encode_pending, HealthMonitor::encode_pending).
    var keepsVersions: Bool { prefix != "config" && prefix != "health" }
}

/// A service's numbers, and what of it can be read.
private struct ServiceState {
    let prefix: String
    let first: UInt64?
    let last: UInt64?
    let versions: VersionRuns
    let fulls: VersionRuns

    /// Nil where the counters are no range.
    var range: ClosedRange<UInt64>? {
        guard let first, let last, first > 0, first <= last else { return nil }
        return first...last
    }
}

extension StoreChecker {
    mutating func checkService(_ service: StoreService, _ replay: PaxosReplay?) throws {
        let prefix = service.prefix
        let state = ServiceState(
            prefix: prefix, first: try counter(prefix, "first_committed"),
            last: try counter(prefix, "last_committed"), versions: scan.usable(prefix),
            fulls: scan.usableFulls(prefix))
        if let first = state.first, let last = state.last, first > last, !service.keepsVersions {
            list.add(
                .error, "\(prefix)/first_committed", "is \(first), above last_committed \(last)",
                mend: .repair(.put(StoreKey(prefix, "first_committed"), number: last)))
        }
        guard service.keepsVersions else { return }
        checkLast(state, replay)
        checkFirst(state)
        checkRange(state)
        if service.stashesFullMaps { try checkFulls(state) }
    }

    private mutating func checkLast(_ state: ServiceState, _ replay: PaxosReplay?) {
        let key = StoreKey(state.prefix, "last_committed")
        guard let last = state.last else {
            guard let newest = state.versions.last else { return }
            list.add(
                .error, key, "missing or damaged, but there are versions up to \(newest)",
                mend: .repair(.put(key, number: newest)))
            return
        }
        guard last > 0, !state.versions.contains(last) else { return }
        guard let newest = state.versions.newest(upTo: last) else {
            list.add(
                .error, key, "is \(last), but neither it nor any version before can be read",
                mend: .advice(Self.elsewhere))
            return
        }
        let isAgreed = replay?.confirms(state.prefix, "last_committed", last) == true
        let isDamaged = scan.versions[state.prefix]?.contains(last) == true
        list.add(
            .error, key, "is \(last), but the newest version that can be read is \(newest)",
            mend: isAgreed || isDamaged
                ? .advice("version \(last) was committed and is lost; " + Self.elsewhere)
                : .repair(.put(key, number: newest)))
    }

    private mutating func checkFirst(_ state: ServiceState) {
        let key = StoreKey(state.prefix, "first_committed")
        guard let last = state.last, last > 0, let anchor = state.versions.newest(upTo: last),
            let run = state.versions.run(containing: anchor)
        else { return }
        guard let first = state.first, first > 0 else {
            list.add(
                .error, key, "missing or damaged, but there are versions from \(run.lowerBound)",
                mend: .repair(.put(key, number: run.lowerBound)))
            return
        }
        if first > last {
            list.add(
                .error, key, "is \(first), above last_committed \(last): nothing would ever be trimmed",
                mend: .repair(.put(key, number: run.lowerBound)))
        } else if !state.versions.contains(first),
            let oldest = state.versions.parts(of: first...last).first?.lowerBound
        {
            list.add(
                .error, key, "is \(first), but the oldest version that can be read is \(oldest)",
                mend: firstMend(key, oldest, state))
        }
    }

    /// OSDs ask for full maps from the first on: it must be there (OSDMonitor::encode_trim_extra).
    private func firstMend(_ key: StoreKey, _ oldest: UInt64, _ state: ServiceState) -> Finding.Mend {
        guard state.prefix == "osdmap", !state.fulls.contains(oldest) else {
            return .repair(.put(key, number: oldest))
        }
        return .advice("osdmap/full_\(oldest) can't be read either; " + Self.elsewhere)
    }

    private mutating func checkRange(_ state: ServiceState) {
        guard let range = state.range else { return }
        for hole in state.versions.holes(in: range) {
            list.add(
                .error, "\(state.prefix)/\(hole.lowerBound)",
                "version \(hole.text) can't be read, though those before and behind can",
                mend: .advice(Self.elsewhere))
        }
        let all = VersionRuns(scan.versions[state.prefix] ?? [])
        if state.versions.contains(range.lowerBound), range.lowerBound > 1 {
            for run in all.parts(of: 0...range.lowerBound - 1) {
                outside(
                    state.prefix, "", run,
                    "below first_committed \(range.lowerBound): trimming passed over it")
            }
        }
        guard range.upperBound < .max, state.versions.contains(range.upperBound) else { return }
        for run in all.parts(of: range.upperBound + 1...UInt64.max) {
            let follows = run.lowerBound == range.upperBound + 1
            if follows {
                list.add(
                    .error, "\(state.prefix)/\(run.lowerBound)",
                    "version \(run.text) follows last_committed \(range.upperBound)",
                    mend: .advice(
                        "either it or last_committed is wrong, and the Paxos log does not tell which; "
                            + "the next versions will be written over it"))
            } else {
                outside(state.prefix, "", run, "behind last_committed \(range.upperBound)", .error)
            }
        }
    }

    private mutating func checkFulls(_ state: ServiceState) throws {
        let prefix = state.prefix
        guard let range = state.range else { return }
        let all = VersionRuns(scan.fulls[prefix] ?? [])
        if range.upperBound < .max {
            for run in all.parts(of: range.upperBound + 1...UInt64.max) {
                outside(prefix, "full_", run, "behind last_committed \(range.upperBound)", .error)
            }
        }
        // logm's full map is that of the version before the one it is written with; nothing trims full_0
        // (LogMonitor::encode_full, PaxosService::trim).
        if range.lowerBound > 2, state.versions.contains(range.lowerBound) {
            for run in all.parts(of: 1...range.lowerBound - 2) {
                outside(prefix, "full_", run, "below first_committed \(range.lowerBound)")
            }
        }
        try checkFullLatest(state, range)
    }

    private mutating func checkFullLatest(_ state: ServiceState, _ range: ClosedRange<UInt64>) throws {
        let key = StoreKey(state.prefix, "full_latest")
        let newest = state.fulls.newest(upTo: range.upperBound)
        // A service that has not made one yet has neither (OSD maps have a check of their own).
        guard let latest = try counter(state.prefix, "full_latest") else {
            if let newest {
                list.add(
                    .error, key, "missing or damaged, but there are full maps up to \(newest)",
                    mend: .repair(.put(key, number: newest)))
            }
            return
        }
        if latest == 0, newest ?? 0 == 0 { return }
        let mend: Finding.Mend =
            newest.map { .repair(.put(key, number: $0)) } ?? .advice(Self.elsewhere)
        if latest > range.upperBound {
            list.add(.error, key, "is \(latest), above last_committed \(range.upperBound)", mend: mend)
        } else if !state.fulls.contains(latest), state.prefix != "osdmap" || latest < range.lowerBound {
            list.add(.error, key, "is \(latest), but full_\(latest) can't be read", mend: mend)
        } else if state.prefix != "osdmap", let newest, newest > latest {
            list.add(.warning, key, "is \(latest), but there are full maps up to \(newest)", mend: mend)
        }
        // What a monitor reads when it starts: that full map, and every version behind it.
        if latest < range.lowerBound - 1, state.fulls.contains(latest), state.prefix != "osdmap" {
            list.add(
                .error, key, "is \(latest), but the versions behind it begin at \(range.lowerBound)",
                mend: (newest ?? 0) > latest ? mend : .advice(Self.elsewhere))
        }
    }
}
