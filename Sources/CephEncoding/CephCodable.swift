/// A value that can be read from Ceph's bufferlist encoding.
///
/// The wire form of a type is an extension beside the type. `init(from:)` reads exactly what
/// ``CephEncodable/encode(into:)`` writes, and every older form that Ceph still reads.
public protocol CephDecodable {
    /// Reads a value at the decoder's position and leaves the position behind it.
    /// - Throws: ``CephDecodingError`` with the field, the byte and what was expected there.
    init(from decoder: inout CephDecoder) throws
}

/// A value that can be written in Ceph's bufferlist encoding.
public protocol CephEncodable {
    /// Appends the value, in the form that a peer with `encoder.features` understands.
    func encode(into encoder: inout CephEncoder)
}

/// A value that can be read and written.
public typealias CephCodable = CephDecodable & CephEncodable
