import CephEncoding
import CephTypes
import NIOCore

/// A client's tickets (`CephXTicketManager`, src/auth/cephx/CephxProtocol.cc).
public struct TicketHolder: Hashable, Sendable {
    /// One service's ticket.
    public struct Held: Hashable, Sendable {
        public var sessionKey: CryptoKey
        public var blob: CephXTicketBlob
        /// Zero for never.
        public var expires: UTime
        /// When a new one should be asked for: after three quarters of its time.
        public var renewAfter: UTime
        /// Whether the ticket still counts; a ticket that does not is still shown as the old one.
        var isValid = true

        func isUsable(at now: UTime) -> Bool { isValid && now < expires }
        func needsRenewal(at now: UTime) -> Bool { !isValid || (!expires.isZero && now >= renewAfter) }
    }

    private(set) var held: [EntityType: Held] = [:]

    public init() {}

    public subscript(service: EntityType) -> Held? { held[service] }

    /// The services of a mask whose tickets are missing or should be renewed.
    public func needed(of services: UInt32, now: UTime) -> UInt32 {
        (0..<UInt32.bitWidth).reduce(0) { mask, bit in
            let service = EntityType(rawValue: 1 << UInt32(bit))
            guard services & service.rawValue != 0 else { return mask }
            return held[service]?.needsRenewal(at: now) ?? true ? mask | service.rawValue : mask
        }
    }

    /// From now on the ticket only shows who its holder was.
    mutating func invalidate(_ service: EntityType) { held[service]?.isValid = false }

    /// What is shown to a service.
    /// - Throws: ``AuthError/noEntity`` without a ticket for it.
    public func authorizer(
        for service: EntityType, globalID: UInt64, using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> CephXAuthorizer {
        guard let ticket = held[service] else {
            throw AuthError(AuthError.noEntity, "no ticket for service \(service.name)")
        }
        return CephXAuthorizer(
            globalID: globalID, service: service, ticket: ticket.blob, sessionKey: ticket.sessionKey,
            using: &random)
    }

    /// Takes up tickets that a monitor gives (``TicketGrant``).
    /// - Parameter secret: what seals them.
    mutating func receive(
        _ decoder: inout CephDecoder, secret: CryptoKey, now: UTime
    ) throws(AuthError) {
        _ = try decoder.read("service_ticket_reply_v", as: UInt8.self)
        for _ in 0..<(try decoder.read("num", as: UInt32.self)) {
            let service = EntityType(rawValue: try decoder.read("service_id"))
            _ = try decoder.read("service_ticket_v", as: UInt8.self)
            let known: CephXServiceTicket = try decoder.open(sealedWith: secret, "service ticket")
            let blob: ByteBuffer
            if try decoder.read("ticket_enc", as: Bool.self) {
                guard let old = held[service]?.sessionKey else {
                    throw .denied("the ticket for \(service.name) is sealed with a key from before the first")
                }
                blob = try decoder.open(sealedWith: old, "sealed ticket")
            } else {
                blob = try decoder.read("ticket")
            }
            var inner = CephDecoder(blob)
            held[service] = Held(known, blob: try inner.read("ticket"), now: now)
        }
    }
}

extension TicketHolder.Held {
    fileprivate init(_ known: CephXServiceTicket, blob: CephXTicketBlob, now: UTime) {
        sessionKey = known.sessionKey
        self.blob = blob
        expires = .zero
        renewAfter = .zero
        guard !known.validity.isZero else { return }
        let validity = known.validity
        expires = now.adding(Double(validity.seconds) + Double(validity.nanoseconds) / 1e9)
        renewAfter = expires.adding(-Double(validity.seconds) / 4)
    }
}
