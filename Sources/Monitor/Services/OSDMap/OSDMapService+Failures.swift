import CephEncoding
import CephMessages
import CephTypes

// Whether OSDs may be marked, and who has reported them.

#if canImport(Glibc)
    import Glibc
#endif

extension OSDMapService {
    /// Answers those who reported OSDs that are down by now with the map that says so.
    func answerSettledFailures() {
        for osd in failures.keys.sorted() where !map.isUp(osd) {
            for request in failures.removeValue(forKey: osd)?.requests ?? [] {
                guard let report = request.message.body as? MOSDFailure else { continue }
                do {
                    try sendLatest(request, from: report.epoch)
                } catch {
                    environment.log(0, .mon, "osdmap: \(request.session.name) gets no maps: \(error)")
                }
            }
        }
    }

    /// Whether a flag for all, the OSD itself, its class or a bucket above it forbids something
    /// (`OSDMap::is_nodown` and its like).
    func isForbidden(_ osd: Int32, _ state: OSDState, _ flag: OSDMapFlags) -> Bool {
        if map.flags.contains(flag) || map.state(of: osd).contains(state) { return true }
        if !map.crushNodeFlags.isEmpty {
            if map.crushNodeFlags[osd]?.contains(state) ?? false { return true }
            for (_, name) in map.crush.location(of: osd) {
                guard let node = map.crush.item(named: name) else { continue }
                if map.crushNodeFlags[node]?.contains(state) ?? false { return true }
            }
        }
        guard let number = map.crush.itemClasses[osd] else { return false }
        return map.deviceClassFlags[number]?.contains(state) ?? false
    }

    func mayMarkDown(_ osd: Int32) -> Bool {
        guard !isForbidden(osd, .noDown, .noDown), map.osdCount > 0 else { return false }
        let up = map.upOSDCount - pending.netMarkedDown(in: map)
        return Float(up) / Float(map.osdCount) >= Float(settings.minUpRatio)
    }

    func mayMarkUp(_ osd: Int32) -> Bool { !isForbidden(osd, .noUp, .noUp) }
    func mayMarkIn(_ osd: Int32) -> Bool { !isForbidden(osd, .noIn, .noIn) }

    /// - Parameter osd: -1 asks whether any may be.
    func mayMarkOut(_ osd: Int32) -> Bool {
        guard !isForbidden(osd, .noOut, .noOut), map.osdCount > 0 else { return false }
        let inside = map.inOSDCount - pending.netMarkedOut(in: map)
        return Float(inside) / Float(map.osdCount) >= Float(settings.minInRatio)
    }

    /// Seconds that past slowness adds to what is borne, fading with time.
    func laggyGrace(_ info: OSDXInfo, after seconds: Double) -> Double {
        let decay = exp(seconds * log(0.5) / max(settings.laggyHalfLife, 1))
        return decay * Double(info.laggyInterval) * Double(info.laggyProbability)
    }

    /// How long an OSD may not answer before it counts as failed (`get_grace_time`). Seconds.
    func graceTime(of osd: Int32, _ failure: FailureInfo) -> Double {
        let grace = Double(settings.heartbeatGrace)
        guard settings.adjustsHeartbeatGrace, map.osdXInfos.indices.contains(Int(osd)) else { return grace }
        let failedFor = environment.now.since(failure.failedSince).inSeconds
        let own = laggyGrace(map.osdXInfos[Int(osd)], after: failedFor)
        var peers = 0.0
        for reporter in failure.reporters.keys where map.exists(reporter) {
            let info = map.osdXInfos[Int(reporter)]
            peers += laggyGrace(info, after: environment.now.since(info.downStamp).inSeconds)
        }
        return grace + own + peers / Double(max(1, failure.reporters.count))
    }

    /// Marks an OSD down if enough others, from different places, have missed it long enough
    /// (`check_failure`).
    func checkFailure(of osd: Int32) -> Bool {
        if pending.newState[osd]?.contains(.up) ?? false { return true }
        guard var failure = failures[osd] else { return false }
        let level = settings.reporterSubtreeLevel
        var places: Set<String> = []
        for reporter in failure.reporters.keys {
            guard map.exists(reporter) else {
                failure.cancel(reporter)
                continue
            }
            let bucket = map.crush.location(of: reporter).first { $0.type == level }
            places.insert(bucket?.name ?? "osd.\(reporter)")
        }
        failures[osd] = failure.isEmpty ? nil : failure
        guard Int64(places.count) >= settings.minDownReporters else { return false }
        let failedFor = environment.now.since(failure.failedSince).inSeconds
        let grace = graceTime(of: osd, failure)
        guard failedFor >= grace else { return false }
        pending.newState[osd] = .up
        monitor.clusterLog(
            .info,
            "osd.\(osd) failed (\(map.crush.locationText(of: osd))) (\(places.count) reporters from different"
                + " \(level) after \(CephNumber.fixed(failedFor, precision: 6)) >= grace"
                + " \(CephNumber.fixed(grace, precision: 6)))")
        return true
    }

    /// Marks all OSDs down of which that is due, and forgets reports that nobody has taken back
    /// (`check_failures`).
    func checkFailures() -> Bool {
        var found = false
        for osd in failures.keys.sorted() {
            if mayMarkDown(osd) {
                if checkFailure(of: osd) { found = true }
            } else if let failure = failures[osd] {
                let age = environment.now.since(failure.failedSince).inSeconds
                if age >= Double(settings.heartbeatGrace + settings.heartbeatStale) { failures[osd] = nil }
            }
        }
        return found
    }
}
