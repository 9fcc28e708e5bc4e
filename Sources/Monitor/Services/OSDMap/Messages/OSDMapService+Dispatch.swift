import CephEncoding
import CephMessages
import CephTypes

// Messages for the OSD map: which ones, who may send them, and what becomes of them.

extension OSDMapService {
    static func takes(_ message: any CephMessage) -> Bool {
        switch message {
        case is MMonGetOSDMap, is MOSDMarkMeDown, is MOSDMarkMeDead, is MOSDFull, is MOSDFailure, is MOSDBoot,
            is MOSDAlive, is MOSDPGCreated, is MOSDPGReadyToMerge, is MOSDPGTemp, is MOSDBeacon, is MPoolOp,
            is MRemoveSnaps, is MMonGetPurgedSnaps:
            true
        default: false
        }
    }

    /// What can be answered, or must be ignored, without a change.
    /// - Returns: whether it is done with.
    func answer(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let message as MMonGetOSDMap: try answerGetMap(message, request)
        case let message as MMonGetPurgedSnaps: try answerPurgedSnaps(message, request)
        case let message as MPoolOp: return try preprocess(message, request)
        case let message as MRemoveSnaps: return try preprocess(message, request)
        case let message as MOSDBoot: return try preprocess(message, request)
        default:
            // All others only OSDs may send.
            guard isFromOSD(request) else { return true }
            return try answerOSD(request)
        }
        return true
    }

    private func answerOSD(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let message as MOSDMarkMeDown: try preprocess(message, request)
        case let message as MOSDMarkMeDead: try preprocess(message, request)
        case let message as MOSDFull: try preprocess(message, request)
        case let message as MOSDFailure: try preprocess(message, request)
        case let message as MOSDAlive: try preprocess(message, request)
        case let message as MOSDPGTemp: try preprocess(message, request)
        case let message as MOSDPGReadyToMerge: preprocess(message)
        default: false
        }
    }

    /// Changes what is pending.
    /// - Returns: whether anything was changed.
    func carryOut(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let message as MOSDMarkMeDown: prepare(message, request)
        case let message as MOSDMarkMeDead: prepare(message)
        case let message as MOSDFull: prepare(message, request)
        case let message as MOSDFailure: prepare(message, request)
        case let message as MOSDBoot: try prepare(message, request)
        case let message as MOSDAlive: prepare(message, request)
        case let message as MOSDPGCreated: prepare(message, request)
        case let message as MOSDPGReadyToMerge: prepare(message, request)
        case let message as MOSDPGTemp: prepare(message, request)
        case let message as MOSDBeacon: try prepare(message, request)
        case let message as MPoolOp: try prepare(message, request)
        case let message as MRemoveSnaps: try prepare(message, request)
        default: false
        }
    }

    // MARK: Senders

    private func isFromOSD(_ request: Request) -> Bool {
        guard request.session.isCapable("osd", .execute) else {
            environment.log(
                0, .mon, "\(type(of: request.message.body)) from \(request.session.name) without capability")
            return false
        }
        return true
    }

    func sender(of request: Request) -> Int32? {
        guard request.session.name.type == .osd else { return nil }
        return Int32(exactly: request.session.name.number)
    }

    /// Whether a request comes from the very life of an OSD that is up in the map.
    func isFromUpOSD(_ request: Request) -> Bool {
        guard let osd = sender(of: request), map.isUp(osd) else { return false }
        return addresses(of: osd).legacyEquals(request.session.addresses)
    }

    func addresses(of osd: Int32) -> EntityAddressVector {
        map.clientAddresses.indices.contains(Int(osd)) ? map.clientAddresses[Int(osd)] : EntityAddressVector()
    }

    // MARK: Answers

    /// When what is pending is committed, sends what is new since an epoch.
    func replyMaps(_ request: Request, from epoch: UInt32) {
        whenCommitted(for: request) { [weak self] in
            try self?.sendLatest(request, from: epoch)
        }
    }

    /// Runs `body` when what is pending is committed; should the leader change before, the request is tried
    /// again.
    func whenCommitted(for request: Request, _ body: @escaping () throws -> Void) {
        whenCommitted { [weak self] reason in
            guard let self else { return }
            switch reason {
            case .ready:
                do { try body() } catch { self.environment.log(0, .mon, "osdmap: no answer: \(error)") }
            case .again: self.monitor.redispatch(request)
            case .cancelled: break
            }
        }
    }

    func retryWhenCommitted(_ request: Request) {
        whenCommitted { [weak self] reason in
            if reason != .cancelled { self?.monitor.redispatch(request) }
        }
    }
}

extension EntityAddressVector {
    /// Whether both are the same, or one knows of the old protocol only and that address is the same
    /// (`entity_addrvec_t::legacy_equals`).
    func legacyEquals(_ other: EntityAddressVector) -> Bool {
        if addresses == other.addresses { return true }
        func legacy(_ vector: EntityAddressVector) -> EntityAddress? {
            vector.addresses.first { $0.kind == .legacy }
        }
        func isLegacyOnly(_ vector: EntityAddressVector) -> Bool {
            vector.addresses.count == 1 && vector.addresses[0].kind == .legacy
        }
        guard isLegacyOnly(self) || isLegacyOnly(other) else { return false }
        return legacy(self) != nil && legacy(self) == legacy(other)
    }
}
