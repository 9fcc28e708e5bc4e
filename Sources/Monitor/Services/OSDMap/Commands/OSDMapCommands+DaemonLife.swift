import CephEncoding
import CephTypes
import FoundationEssentials
import NIOCore

// OSDs come into the map and go out of it.

extension OSDMapService {
    static let daemonLifeCommands: [Command] = [
        .write(
            "osd lost name=id,type=CephOsdName name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "mark osd as permanently lost. THIS DESTROYS DATA IF NO MORE REPLICAS EXIST, BE CAREFUL",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.markLost(call)
        },
        .write(
            "osd destroy-actual name=id,type=CephOsdName name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "mark osd as being destroyed. Keeps the ID intact (allowing reuse), but removes cephx keys,"
                + " config-key data and lockbox keys, rendering data permanently unreadable.",
            module: "osd", flags: .hidden
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.end(call, how: .destroy) }
        },
        .write(
            "osd purge-new name=id,type=CephOsdName name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "purge all traces of an OSD that was partially created but never started", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.end(call, how: .purgeNew) }
        },
        .write(
            "osd purge-actual name=id,type=CephOsdName name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "purge all osd data from the monitors. Combines `osd destroy`, `osd rm`, and"
                + " `osd crush rm`.",
            module: "osd", flags: .hidden
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.end(call, how: .purge) }
        },
        .write(
            "osd create name=uuid,type=CephUUID,req=false name=id,type=CephOsdName,req=false",
            help: "create new osd (with optional UUID and ID)", module: "osd", flags: .deprecated
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.create(call) }
        },
        .write(
            "osd new name=uuid,type=CephUUID,req=true name=id,type=CephOsdName,req=false",
            help: "Create a new OSD. If supplied, the `id` to be replaced needs to exist and have been"
                + " previously destroyed. Reads secrets from JSON file via `-i <file>` (see man page).",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.makeNew(call) }
        },
    ]

    private func markLost(_ call: CommandCall) throws -> CommandOutcome {
        let osd = try Self.requiredOSD(call)
        guard try call.isSure() else {
            throw CommandError(
                .operationNotPermitted,
                "are you SURE?  this might mean real, permanent data loss.  pass --yes-i-really-mean-it if"
                    + " you really do.")
        }
        guard map.exists(osd) else { throw CommandError(.noEntry, "osd.\(osd) does not exist") }
        guard map.isDown(osd) else { throw CommandError(.busy, "osd.\(osd) is not down") }
        let epoch = map.osdInfos[Int(osd)].downAt
        pending.newLost[osd] = epoch
        return .propose("marked osd lost in epoch \(epoch)")
    }

    // MARK: The end

    private enum End { case destroy, purge, purgeNew }

    private func end(_ call: CommandCall, how: End) throws -> CommandOutcome {
        let osd = try Self.requiredOSD(call)
        guard try call.isSure() else {
            throw CommandError(
                .operationNotPermitted,
                "Are you SURE?  Did you verify with 'ceph osd safe-to-destroy'?  This will mean real,"
                    + " permanent data loss, as well as deletion of cephx and lockbox keys. Pass"
                    + " --yes-i-really-mean-it if you really do.")
        }
        guard map.exists(osd) else { return .say("osd.\(osd) does not exist") }
        guard !map.isUp(osd) else { throw CommandError(.busy, "osd.\(osd) is not `down`.") }
        if how == .destroy, map.isDestroyed(osd) { return .say("destroyed osd.\(osd)") }
        if how == .purgeNew, !map.state(of: osd).contains(.new) {
            throw CommandError(.operationNotPermitted, "osd.\(osd) is not new")
        }
        if how == .destroy {
            try destroy(osd)
            return .propose(CommandReply(status: "destroyed osd.\(osd)"), now: true)
        }
        var crush = try pendingCrush()
        do {
            try crush.removeItem(osd)
        } catch let error as CrushEditError where error.code == .notFound {
            // It never was in the tree.
        } catch {
            throw CommandError(.invalid, "error removing osd.\(osd) from crush")
        }
        if !map.isDestroyed(osd) { try destroy(osd) }
        _ = forget(osd)
        setPendingCrush(crush)
        return .propose(CommandReply(status: "purged osd.\(osd)"), now: true)
    }

    /// Its keys go, and what it was is forgotten; its number stays taken.
    private func destroy(_ osd: Int32) throws {
        try removeSecrets(of: osd, uuid: map.osdUUIDs[Int(osd)])
        pending.newState[osd] = .destroyed
        pending.newUUID[osd] = .zero
    }

    // MARK: The beginning

    /// `osd create`, as before luminous.
    private func create(_ call: CommandCall) throws -> CommandOutcome {
        let given = try Self.osd(call)
        if let given, given < 0 { throw CommandError(.invalid, "invalid osd id value '\(given)'") }
        var uuid = CephUUID.zero
        // Without a UUID the number means nothing.
        var id: Int32?
        if let text = try call.arguments.string("uuid") {
            guard let parsed = CephUUID(text) else {
                throw CommandError(.invalid, "invalid uuid value '\(text)'")
            }
            uuid = parsed
            id = given
        }
        if let id, map.isDestroyed(id) {
            throw CommandError(
                .invalid, "ceph osd create has been deprecated. Please use ceph osd new instead.")
        }
        if let existing = try existingOSD(id, uuid, mustNotExist: true) {
            return .reply(created(existing, call))
        }
        let osd = add(id ?? allocateID(), uuid)
        return .propose(created(osd, call))
    }

    private func makeNew(_ call: CommandCall) throws -> CommandOutcome {
        guard let text = try call.arguments.string("uuid") else {
            throw CommandError(.invalid, "requires the OSD's UUID to be specified.")
        }
        guard let uuid = CephUUID(text), !uuid.isZero else {
            throw CommandError(.invalid, "invalid UUID value '\(text)'.")
        }
        let wanted = try Self.osd(call)
        if let wanted, wanted < 0 {
            throw CommandError(.invalid, "invalid OSD id; must be greater or equal than zero.")
        }
        let parameters = Self.parameters(call.input)
        let isRecreated = wanted.map(map.isDestroyed) ?? false
        if let existing = try existingOSD(wanted, uuid, mustNotExist: !isRecreated) {
            // The same again, provided that its secrets are the same.
            try checkSecrets(OSDSecrets(parameters, osd: existing, uuid: uuid), areKnown: true)
            return .reply(created(existing, call))
        }
        if let wanted, map.exists(wanted), !isRecreated {
            throw CommandError(.invalid, "OSD \(wanted) has not yet been destroyed")
        }
        let osd = wanted ?? allocateID()
        let secrets = try OSDSecrets(parameters, osd: osd, uuid: uuid)
        try checkSecrets(secrets, areKnown: false)
        try addSecrets(secrets)
        if isRecreated {
            pending.setPendingState(osd, .destroyed)
            if !map.state(of: osd).contains(.new) { pending.setPendingState(osd, .new) }
            // Some clusters have it set for OSDs that are gone.
            if map.state(of: osd).contains(.up) { pending.setPendingState(osd, .up) }
            pending.newUUID[osd] = uuid
        } else {
            _ = add(osd, uuid)
            try setDeviceClass(of: osd, to: parameters["crush_device_class"] ?? "")
        }
        return .propose(created(osd, call), now: true)
    }

    private func created(_ osd: Int32, _ call: CommandCall) -> CommandReply {
        call.byLinesIfPlain(
            call.reply(plain: String(osd)) { formatter in
                formatter.object("created_osd") { $0.int("osdid", osd) }
            })
    }

    /// The OSD that already is what is asked for (`validate_osd_create`).
    private func existingOSD(_ id: Int32?, _ uuid: CephUUID, mustNotExist: Bool) throws -> Int32? {
        guard !uuid.isZero else { return nil }
        if pending.osd(withUUID: uuid) != nil { throw WaitForPending() }
        if let existing = map.osd(withUUID: uuid) {
            if let id, id != existing {
                throw CommandError(.exists, "uuid \(uuid) already in use for different id \(existing)")
            }
            return existing
        }
        guard let id else { return nil }
        if pending.newState.contains(id) { throw WaitForPending() }
        if mustNotExist, map.exists(id) {
            throw CommandError(.invalid, "id \(id) already in use and does not match uuid \(uuid)")
        }
        return nil
    }

    /// The lowest number that is free (`_allocate_osd_id`).
    private func allocateID() -> Int32 {
        let free = map.osdNumbers.first { osd in
            !map.exists(osd) && pending.newUpClient[osd] == nil
                && !(pending.newState[osd]?.contains(.exists) ?? false) && pending.newWeight[osd] == nil
        }
        return free ?? (pending.newMaxOSD < 0 ? map.maxOSD : pending.newMaxOSD)
    }

    private func add(_ osd: Int32, _ uuid: CephUUID) -> Int32 {
        if map.maxOSD <= osd, pending.newMaxOSD <= osd { pending.newMaxOSD = osd &+ 1 }
        // A weight makes it exist.
        pending.newWeight[osd] = OSDWeight.in
        pending.setPendingState(osd, .new)
        if !uuid.isZero { pending.newUUID[osd] = uuid }
        return osd
    }

    private func setDeviceClass(of osd: Int32, to name: String) throws {
        guard !name.isEmpty else { return }
        var crush = try pendingCrush()
        crush.maxDevices = max(crush.maxDevices, osd &+ 1)
        if !crush.itemExists(osd) { crush.itemNames[osd] = "osd.\(osd)" }
        // One that has a class already keeps it: this may be a repetition.
        guard (try? crush.setDeviceClass(of: osd, to: name)) ?? false else { return }
        setPendingCrush(crush)
    }

    /// What comes with `osd new`: a JSON object of texts, or words `key=value` (`get_json_str_map`).
    private static func parameters(_ input: ByteBuffer) -> [String: String] {
        let bytes = Data(input.readableBytesView)
        if let object = try? JSONDecoder().decode([String: String].self, from: bytes) { return object }
        var parameters: [String: String] = [:]
        for word in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return parameters
    }
}
