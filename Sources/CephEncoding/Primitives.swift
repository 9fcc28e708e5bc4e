import NIOCore

extension CephDecodable where Self: FixedWidthInteger {
    @inlinable public init(from decoder: inout CephDecoder) throws { self = try decoder.integer() }
}
extension CephEncodable where Self: FixedWidthInteger {
    @inlinable public func encode(into encoder: inout CephEncoder) { encoder.integer(self) }
}
extension UInt8: CephCodable {}
extension UInt16: CephCodable {}
extension UInt32: CephCodable {}
extension UInt64: CephCodable {}
extension Int8: CephCodable {}
extension Int16: CephCodable {}
extension Int32: CephCodable {}
extension Int64: CephCodable {}

/// One byte; any byte but zero is true, as in C++.
extension Bool: CephCodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        self = try decoder.integer(UInt8.self) != 0
    }
    @inlinable public func encode(into encoder: inout CephEncoder) { encoder.integer(UInt8(self ? 1 : 0)) }
}

extension Double: CephCodable {
    public init(from decoder: inout CephDecoder) throws { self.init(bitPattern: try decoder.integer()) }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(bitPattern) }
}

extension Float: CephCodable {
    public init(from decoder: inout CephDecoder) throws { self.init(bitPattern: try decoder.integer()) }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(bitPattern) }
}

/// A bufferlist within a record: length u32, bytes.
extension ByteBuffer: CephCodable {
    public init(from decoder: inout CephDecoder) throws { self = try decoder.slice(try decoder.count()) }
    public func encode(into encoder: inout CephEncoder) {
        encoder.count(readableBytes)
        encoder.raw(self)
    }
}

extension ByteBuffer {
    /// The readable bytes, copied.
    public var byteArray: [UInt8] { Array(readableBytesView) }
}
