import NIOCore

/// Reads Ceph's bufferlist encoding from a `ByteBuffer` without copying it.
///
/// All integers are little-endian. Nothing is trusted: each length is compared with what is left before
/// anything is allocated, and every failure is a ``CephDecodingError``.
public struct CephDecoder {
    /// What the writer's feature bits were. Few records look at them when they are read.
    public var features: CephFeatures
    @usableFromInline let bytes: ByteBuffer
    /// Index of the next byte, and of the end of the innermost envelope.
    @usableFromInline var position: Int
    @usableFromInline var end: Int
    @usableFromInline let start: Int

    /// - Parameters:
    ///   - bytes: its readable bytes are what will be read.
    ///   - features: what the writer's feature bits were.
    public init(_ bytes: ByteBuffer, features: CephFeatures = .all) {
        self.bytes = bytes
        self.features = features
        start = bytes.readerIndex
        position = bytes.readerIndex
        end = bytes.writerIndex
    }

    /// A decoder of a copy of `bytes`.
    public init(bytes: some Sequence<UInt8>, features: CephFeatures = .all) {
        self.init(ByteBuffer(bytes: bytes), features: features)
    }

    /// Bytes that are left in the innermost envelope.
    @inlinable public var remaining: Int { end - position }

    /// Bytes read so far, counted from the start of the outermost buffer.
    @inlinable public var offset: Int { position - start }

    /// Reads a whole buffer as one value: bytes that are left behind it are an error.
    /// - Throws: ``CephDecodingError``, with `name` in front of its path.
    public static func decode<T: CephDecodable>(
        _ type: T.Type = T.self, from bytes: ByteBuffer, named name: String = "",
        features: CephFeatures = .all
    ) throws -> T {
        var decoder = CephDecoder(bytes, features: features)
        do {
            let value = try T(from: &decoder)
            try decoder.expectEnd()
            return value
        } catch let error as CephDecodingError {
            throw error.within(name)
        }
    }

    /// - Throws: ``CephDecodingError`` if anything is left of the innermost envelope.
    public func expectEnd() throws {
        guard remaining == 0 else { throw failure("expected the end, \(remaining) bytes are left") }
    }

    /// An error at the present position.
    public func failure(_ reason: String) -> CephDecodingError {
        CephDecodingError(offset: offset, reason: reason)
    }

    /// Reads one field. `name` appears in errors and nowhere else.
    @inlinable
    public mutating func decode<T: CephDecodable>(_ name: StaticString, as type: T.Type = T.self) throws -> T
    {
        do {
            return try T(from: &self)
        } catch let error as CephDecodingError {
            throw error.within(name.description)
        }
    }

    /// Runs `body`, and puts `name` in front of the path of what it throws.
    @inlinable
    public mutating func field<R>(
        _ name: @autoclosure () -> String, _ body: (inout CephDecoder) throws -> R
    ) throws -> R {
        do {
            return try body(&self)
        } catch let error as CephDecodingError {
            throw error.within(name())
        }
    }

    /// A little-endian integer of the type's size.
    @inlinable
    public mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws -> T {
        let size = MemoryLayout<T>.size
        guard remaining >= size, let value = bytes.getInteger(at: position, endianness: .little, as: T.self)
        else { throw tooShort(size, "a \(size)-byte integer") }
        position &+= size
        return value
    }

    /// A view of the next `count` bytes that shares their storage.
    @inlinable
    public mutating func slice(_ count: Int) throws -> ByteBuffer {
        guard count >= 0, count <= remaining, let slice = bytes.getSlice(at: position, length: count) else {
            throw tooShort(count, "\(count) bytes")
        }
        position &+= count
        return slice
    }

    /// All that is left of the innermost envelope.
    public mutating func rest() -> ByteBuffer {
        defer { position = end }
        return bytes.getSlice(at: position, length: remaining) ?? ByteBuffer()
    }

    /// A view of what has been read since `offset` (as ``offset`` was then), for checksums over it.
    public func consumed(since offset: Int) -> ByteBuffer {
        let from = min(max(start + offset, start), position)
        return bytes.getSlice(at: from, length: position - from) ?? ByteBuffer()
    }

    /// Goes on behind the next `count` bytes.
    @inlinable
    public mutating func skip(_ count: Int) throws {
        guard count >= 0, count <= remaining else { throw tooShort(count, "\(count) bytes to skip") }
        position &+= count
    }

    /// Gives the next `count` bytes to `body` without copying them.
    @inlinable
    public mutating func withBytes<R>(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R
    {
        guard count >= 0, count <= remaining else { throw tooShort(count, "\(count) bytes") }
        // The view begins at the reader index, which is where this decoder began.
        let from = position &- bytes.readerIndex
        let result = try bytes.withUnsafeReadableBytes { all in
            try body(UnsafeRawBufferPointer(rebasing: all[from..<(from &+ count)]))
        }
        position &+= count
        return result
    }

    /// Gives up to `limit` of the next bytes to `body`, and goes on behind as many as it says that it read.
    @inlinable
    public mutating func withUpcoming<R>(
        _ limit: Int, _ body: (UnsafeRawBufferPointer) -> (value: R, size: Int)?
    ) -> R? {
        let from = position &- bytes.readerIndex
        let available = min(limit, remaining)
        let result = bytes.withUnsafeReadableBytes { all in
            body(UnsafeRawBufferPointer(rebasing: all[from..<(from &+ available)]))
        }
        guard let result, result.size >= 0, result.size <= available else { return nil }
        position &+= result.size
        return result.value
    }

    /// A 32-bit element count. Each element takes at least `minimumSize` bytes, so a count that cannot
    /// fit into what is left is refused before anything is allocated for it.
    @inlinable
    public mutating func count(minimumSize: Int = 1) throws -> Int {
        let at = offset
        let count = Int(try integer(UInt32.self))
        guard count <= remaining / max(minimumSize, 1) else {
            throw CephDecodingError(
                offset: at, reason: "a count of \(count) elements, but only \(remaining) bytes are left")
        }
        return count
    }

    /// A count and that many integers, copied as one block where the machine's order is the wire's.
    @inlinable
    public mutating func integers<T: FixedWidthInteger>(_ type: T.Type = T.self) throws -> [T] {
        let size = MemoryLayout<T>.size
        let count = try count(minimumSize: size)
        return try withBytes(count * size) { bytes in
            [T](unsafeUninitializedCapacity: count) { target, filled in
                UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
                for index in 0..<count { target[index] = T(littleEndian: target[index]) }
                filled = count
            }
        }
    }

    @usableFromInline
    func tooShort(_ wanted: Int, _ what: String) -> CephDecodingError {
        failure("expected \(what), \(remaining) bytes are left")
    }
}
