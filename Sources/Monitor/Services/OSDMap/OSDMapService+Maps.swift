import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

// Maps of any epoch, for whoever asks.

extension OSDMapService {
    /// The encoded full map of an epoch, or nil. Where it was pruned, it is made of the pinned one before it
    /// and the increments since.
    public func fullMap(_ version: UInt64) throws -> ByteBuffer? {
        if let stored = try value(fullKey(version)) { return stored }
        guard version <= lastCommitted, version >= firstCommitted, version > 0,
            let start = manifest?.closestPinned(upTo: version), let bytes = try value(fullKey(start))
        else { return nil }
        var map = try CephDecoder.decode(OSDMap.self, from: bytes, named: "osdmap/\(fullKey(start))")
        var features = map.encodingFeatures
        for epoch in (start + 1)..<(version + 1) {
            guard let bytes = try value(epoch) else { return nil }
            let incremental = try CephDecoder.decode(
                OSDMap.Incremental.self, from: bytes, named: "osdmap/\(epoch)")
            try map.apply(incremental)
            if !incremental.encodeFeatures.isEmpty { features = incremental.encodeFeatures }
        }
        return map.encodedWithCRC(features: features).bytes
    }

    /// A message with increments of epochs, and full maps where there is no increment
    /// (`build_incremental`). It is encoded anew for peers that need older forms.
    /// - Throws: ``MonitorStartError`` if an epoch that should be there is not.
    public func buildMaps(from first: UInt32, to last: UInt32) throws -> MOSDMap {
        var message = emptyMapMessage()
        guard first <= last else { return message }
        for epoch in max(first, 1)...max(last, 1) {
            if let incremental = try value(UInt64(epoch)) {
                message.incrementalMaps[epoch] = incremental
            } else if let full = try fullMap(UInt64(epoch)) {
                message.maps[epoch] = full
            } else {
                throw MonitorStartError("osdmap/\(epoch) is not in the store")
            }
        }
        return message
    }

    /// A message with the present map alone (`build_latest_full`).
    public func buildLatestFullMap() throws -> MOSDMap {
        var message = emptyMapMessage()
        if let full = try fullMap(UInt64(map.epoch)) { message.maps[map.epoch] = full }
        return message
    }

    func emptyMapMessage() -> MOSDMap {
        MOSDMap(
            fsid: monitor.monmap.fsid, encodeFeatures: monitor.quorumConnectionFeatures,
            oldestMap: UInt32(truncatingIfNeeded: firstCommitted), newestMap: map.epoch)
    }

    /// What a session lacks from an epoch on, in messages of at most `osd_map_message_max` epochs
    /// (`send_incremental`).
    /// - Parameter single: only the first message: the session asks again.
    func mapMessages(for session: Session, from first: UInt32, single: Bool) throws -> [MOSDMap] {
        var first = max(first, session.osdEpoch == .max ? .max : session.osdEpoch + 1)
        if first == 0 { return [] }
        var messages: [MOSDMap] = []
        if UInt64(first) < firstCommitted {
            first = UInt32(truncatingIfNeeded: firstCommitted)
            var message = emptyMapMessage()
            guard let full = try fullMap(firstCommitted) else {
                throw MonitorStartError("osdmap/full_\(firstCommitted) is not in the store")
            }
            message.maps[first] = full
            messages.append(message)
            session.osdEpoch = first
            if single { return messages }
            first &+= 1
        }
        while first <= map.epoch {
            let last = min(
                map.epoch, first.addingReportingOverflow(max(1, settings.mapMessageMax) - 1).partialValue)
            messages.append(try buildMaps(from: first, to: last))
            session.osdEpoch = last
            if single { break }
            first = last &+ 1
        }
        return messages
    }

    /// Answers a request with maps from an epoch on; 0 asks for the whole present one (`send_latest`).
    func sendLatest(_ request: Request, from start: UInt32) throws {
        if start == 0 {
            return monitor.reply(to: request, try buildLatestFullMap())
        }
        guard let message = try mapMessages(for: request.session, from: start, single: true).first else {
            return
        }
        monitor.reply(to: request, message)
    }

    /// `MMonGetOSDMap`: maps of ranges of epochs.
    func answerGetMap(_ message: MMonGetOSDMap, _ request: Request) throws {
        var reply = emptyMapMessage()
        var room = Int(settings.mapMessageMax)
        var bytes = settings.mapMessageMaxBytes
        func collect(
            _ first: UInt32, _ last: UInt32, _ read: (UInt64) throws -> ByteBuffer?
        ) rethrows -> CephMap<UInt32, ByteBuffer> {
            var maps: CephMap<UInt32, ByteBuffer> = [:]
            var epoch = max(UInt32(truncatingIfNeeded: firstCommitted), first)
            while epoch <= min(map.epoch, last), room > 0, bytes > 0 {
                if let encoded = try read(UInt64(epoch)) {
                    maps[epoch] = encoded
                    bytes -= encoded.readableBytes
                }
                room -= 1
                epoch += 1
            }
            return maps
        }
        reply.maps = try collect(message.fullFirst, message.fullLast, fullMap)
        reply.incrementalMaps = try collect(message.incrementalFirst, message.incrementalLast) {
            try value($0)
        }
        monitor.reply(to: request, reply)
    }
}
