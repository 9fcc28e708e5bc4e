import CephEncoding

/// A message that Ceph prints with something of its header.
protocol EnvelopeDescribed: CustomStringConvertible {
    func described(tid: UInt64, source: EntityName) -> String
}

extension EntityName {
    /// Of a message that is not on its way.
    static let unknown = EntityName(EntityType(rawValue: 0), 0)
}

extension MessageEnvelope: CustomStringConvertible {
    /// As Ceph prints a message, without the version that it has on the wire.
    public var description: String {
        (body as? any EnvelopeDescribed)?.described(tid: tid, source: source) ?? "\(body)"
    }
}
