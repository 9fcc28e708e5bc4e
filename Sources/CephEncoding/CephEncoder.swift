import NIOCore

/// Appends Ceph's bufferlist encoding to a `ByteBuffer`.
public struct CephEncoder {
    /// What has been written so far.
    public var buffer: ByteBuffer
    /// What the reader understands: records choose older forms by it, as Ceph does.
    public var features: CephFeatures

    /// - Parameters:
    ///   - features: what the reader understands.
    ///   - capacity: bytes to make room for in advance.
    public init(features: CephFeatures = .all, capacity: Int = 0) {
        self.features = features
        buffer = ByteBuffer()
        if capacity > 0 { buffer.reserveCapacity(capacity) }
    }

    /// The encoding of one value.
    public static func encode(_ value: some CephEncodable, features: CephFeatures = .all) -> ByteBuffer {
        var encoder = CephEncoder(features: features)
        value.encode(into: &encoder)
        return encoder.buffer
    }

    /// Appends a value's encoding.
    @inlinable
    public mutating func encode(_ value: some CephEncodable) {
        value.encode(into: &self)
    }

    /// A little-endian integer of the type's size.
    @inlinable
    public mutating func integer<T: FixedWidthInteger>(_ value: T) {
        buffer.writeInteger(value, endianness: .little)
    }

    /// A 32-bit element count or byte length.
    @inlinable
    public mutating func count(_ count: Int) {
        integer(UInt32(count))
    }

    /// Bytes as they are, without a length.
    @inlinable
    public mutating func raw(_ bytes: some Sequence<UInt8>) {
        buffer.writeBytes(bytes)
    }

    /// A buffer's readable bytes as they are, without a length.
    @inlinable
    public mutating func raw(_ bytes: ByteBuffer) {
        buffer.writeImmutableBuffer(bytes)
    }

    /// A count and the integers, copied as one block where the machine's order is the wire's.
    @inlinable
    public mutating func integers<T: FixedWidthInteger>(_ values: [T]) {
        count(values.count)
        if 1.littleEndian == 1 {
            _ = values.withUnsafeBytes { buffer.writeBytes($0) }
        } else {
            for value in values { integer(value) }
        }
    }

    /// `count` zero bytes.
    @inlinable
    public mutating func zeros(_ count: Int) {
        buffer.writeRepeatingByte(0, count: count)
    }

    /// Runs `body` and gives the bytes it appended to `use` (for a checksum, say).
    public mutating func bytesWritten(_ body: (inout CephEncoder) -> Void) -> ByteBuffer {
        let from = buffer.writerIndex
        body(&self)
        return buffer.getSlice(at: from, length: buffer.writerIndex - from) ?? ByteBuffer()
    }
}
