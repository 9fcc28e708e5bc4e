import CephEncoding
import CephTypes
import FoundationEssentials

// OSDs up and down, in and out, and how much of the data they get.

extension OSDMapService {
    static let daemonCommands: [Command] = [
        stateCommand(
            "osd down name=ids,type=CephString,n=N name=definitely_dead,type=CephBool,req=false",
            help: "set osd(s) <id> [<id>...] down, or use <any|all> to set all osds down"
        ) { service, osd, batch in service.markDown(osd, &batch) },
        stateCommand(
            "osd stop name=ids,type=CephString,n=N",
            help: "stop the corresponding osd daemons and mark them as down"
        ) { service, osd, batch in service.stop(osd, &batch) },
        stateCommand(
            "osd out name=ids,type=CephString,n=N",
            help: "set osd(s) <id> [<id>...] out, or use <any|all> to set all osds out"
        ) { service, osd, batch in service.markOut(osd, &batch) },
        stateCommand(
            "osd in name=ids,type=CephString,n=N",
            help: "set osd(s) <id> [<id>...] in, can use <any|all> to automatically set all previously out"
                + " osds in",
            touchesOutOnly: true
        ) { service, osd, batch in service.markIn(osd, &batch) },
        stateCommand(
            "osd rm name=ids,type=CephString,n=N",
            help: "remove osd(s) <id> [<id>...], or use <any|all> to remove all osds", flags: .deprecated
        ) { service, osd, batch in service.remove(osd, &batch) },
        .write(
            "osd reweight name=id,type=CephOsdName name=weight,type=CephFloat,range=0.0|1.0",
            help: "reweight osd to 0.0 < <weight> < 1.0", module: "osd"
        ) { (service: OSDMapService, call) in
            let (osd, weight, fixed) = try service.weighed(call)
            service.pending.newWeight[osd] = fixed
            return .propose(
                "reweighted osd.\(osd) to \(CephNumber.general(weight)) (\(String(fixed, radix: 16)))")
        },
        .write(
            "osd reweightn name=weights,type=CephString",
            help: "reweight osds with {<id>: <weight>,...}", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.reweightMany(call)
        },
        .write(
            "osd primary-affinity name=id,type=CephOsdName name=weight,type=CephFloat,range=0.0|1.0",
            help: "adjust osd primary-affinity from 0.0 <= <weight> <= 1.0", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.setPrimaryAffinity(call)
        },
    ]

    /// What a command over several OSDs has come to so far.
    struct Batch {
        let call: CommandCall
        let isDefinitelyDead: Bool
        /// Not for all OSDs: then what needs no change is not told.
        var isVerbose = true
        var words = ""
        var changes = false
        var error: ErrorNumber?
    }

    private static func stateCommand(
        _ signature: String, help: String, flags: CommandDescription.Flags = [],
        touchesOutOnly: Bool = false,
        _ body: @escaping @Sendable (OSDMapService, Int32, inout Batch) -> Void
    ) -> Command {
        .write(signature, help: help, module: "osd", flags: flags) { (service: OSDMapService, call) in
            try service.changeStates(call, touchesOutOnly: touchesOutOnly, body)
        }
    }

    private func changeStates(
        _ call: CommandCall, touchesOutOnly: Bool, _ body: (OSDMapService, Int32, inout Batch) -> Void
    ) throws -> CommandOutcome {
        var batch = Batch(call: call, isDefinitelyDead: try call.arguments.bool("definitely_dead"))
        let names = try call.arguments.strings("ids")
        if let first = names.first, ["any", "all", "*"].contains(first) {
            batch.isVerbose = false
            for osd in map.osdNumbers where map.exists(osd) && (!touchesOutOnly || map.isOut(osd)) {
                body(self, osd, &batch)
            }
        } else {
            for name in names {
                switch Self.parseOSD(name) {
                case .failure(let error):
                    batch.words += "\(error.words)invalid osd id\(error.code)"
                    batch.error = .invalid
                case .success(let osd) where !map.exists(osd):
                    batch.words += "osd.\(osd) does not exist. "
                case .success(let osd): body(self, osd, &batch)
                }
            }
        }
        let reply = CommandReply(code: -(batch.error?.rawValue ?? 0), status: batch.words)
        return batch.changes ? .propose(reply) : .reply(reply)
    }

    private func markDown(_ osd: Int32, _ batch: inout Batch) {
        if map.isDown(osd) {
            if batch.isVerbose { batch.words += "osd.\(osd) is already down. " }
        } else {
            pending.setPendingState(osd, .up)
            batch.words += "marked down osd.\(osd). "
            batch.changes = true
        }
        guard batch.isDefinitelyDead else { return }
        let epoch = pending.epoch
        var changes = false
        pending.withXInfo(of: osd, in: map) {
            changes = $0.deadEpoch < epoch
            $0.deadEpoch = epoch
        }
        batch.changes = batch.changes || changes
    }

    private func markOut(_ osd: Int32, _ batch: inout Batch) {
        guard !map.isOut(osd) else {
            if batch.isVerbose { batch.words += "osd.\(osd) is already out. " }
            return
        }
        pending.newWeight[osd] = OSDWeight.out
        let weight = map.weight(of: osd)
        pending.withXInfo(of: osd, in: map) { $0.oldWeight = weight }
        batch.words += "marked out osd.\(osd). "
        batch.changes = true
        var line = "Client \(batch.call.session.authName) marked osd.\(osd) out"
        if map.isUp(osd) {
            line += ", while it was still marked up"
        } else {
            let span = environment.now.since(downPendingOut[osd] ?? .zero)
            line += ", after it was down for \(span.components.seconds) seconds"
        }
        monitor.clusterLog(.info, line)
    }

    private func markIn(_ osd: Int32, _ batch: inout Batch) {
        guard map.isOut(osd) else {
            if batch.isVerbose { batch.words += "osd.\(osd) is already in. " }
            return
        }
        let old = map.osdXInfos[Int(osd)].oldWeight
        if old > 0 {
            pending.newWeight[osd] = old
            pending.withXInfo(of: osd, in: map) { $0.oldWeight = 0 }
        } else {
            pending.newWeight[osd] = OSDWeight.in
        }
        batch.words += "marked in osd.\(osd). "
        batch.changes = true
    }

    private func remove(_ osd: Int32, _ batch: inout Batch) {
        if forget(osd) {
            batch.words += batch.changes ? ", osd.\(osd)" : "removed osd.\(osd)"
            batch.changes = true
            batch.error = nil
        } else {
            batch.words += batch.changes ? ", " : ""
            batch.words += "osd.\(osd) is still up; must be down before removal. "
            batch.error = .busy
        }
    }

    /// Takes an OSD out of the map (`prepare_command_osd_remove`).
    /// - Returns: false if it is up.
    func forget(_ osd: Int32) -> Bool {
        guard !map.isUp(osd) else { return false }
        pending.newState[osd] = map.state(of: osd)
        pending.newUUID[osd] = .zero
        pendingMetadataRemovals.insert(osd)
        pendingMetadata[osd] = nil
        return true
    }

    private func stop(_ osd: Int32, _ batch: inout Batch) {
        guard !map.state(of: osd).contains(.stop) else {
            if batch.isVerbose { batch.words += "osd.\(osd) is already stopped. " }
            return
        }
        if map.isDown(osd) {
            pending.setPendingState(osd, .stop)
            batch.words += "stop down osd.\(osd). "
        } else {
            pending.setPendingState(osd, [.up, .stop])
            batch.words += "stop osd.\(osd). "
        }
        batch.changes = true
    }

    // MARK: Weights

    private func weighed(_ call: CommandCall) throws -> (osd: Int32, weight: Double, fixed: UInt32) {
        let osd = try Self.requiredOSD(call)
        let weight = try call.arguments.requiredFloat("weight")
        let fixed = (Double(OSDWeight.in) * weight).rounded(.towardZero)
        guard fixed >= 0 else { throw CommandError(.invalid, "weight must be >= 0") }
        guard map.exists(osd) else { throw CommandError(.noEntry, "osd.\(osd) does not exist") }
        return (osd, weight, UInt32(exactly: fixed) ?? .max)
    }

    private func setPrimaryAffinity(_ call: CommandCall) throws -> CommandOutcome {
        try requireFirefly(for: "primary-affinity")
        let (osd, weight, fixed) = try weighed(call)
        pending.newPrimaryAffinity[osd] = fixed
        // Ceph means to write hexadecimal and writes two flags of its streams (8 and 2) around the number.
        return .propose(
            "set osd.\(osd) primary-affinity to \(CephNumber.general(weight)) (8\(fixed)2)")
    }

    func requireFirefly(for what: String) throws {
        let release = map.requireMinCompatClient
        guard release == .unknown || release >= .firefly else {
            throw CommandError(
                .operationNotPermitted,
                "require_min_compat_client \(release) < firefly, which is required for \(what)")
        }
    }

    /// `{'0': '65536', …}`
    private func reweightMany(_ call: CommandCall) throws -> CommandOutcome {
        let text = try call.arguments.required("weights")
        func failure(_ number: ErrorNumber) -> CommandError {
            CommandError(number, "unable to parse 'weights' value '\(text)'")
        }
        let json = text.map { $0 == "'" ? "\"" : String($0) }.joined()
        guard let weights = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8)) else {
            throw failure(.invalid)
        }
        var parsed: [Int32: UInt32] = [:]
        for (name, value) in weights {
            guard let osd = Int32(name) else { throw failure(.invalid) }
            guard map.exists(osd) else { throw failure(.noEntry) }
            guard let weight = UInt32(value) else { throw failure(.invalid) }
            parsed[osd] = weight
        }
        // What is pending already stays.
        for (osd, weight) in parsed where pending.newWeight[osd] == nil { pending.newWeight[osd] = weight }
        return .propose("")
    }
}
