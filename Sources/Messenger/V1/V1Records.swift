import CephAuth
import CephEncoding
import CephMessages
import NIOCore

// The records of msgr v1 (src/include/msgr.h): packed structs in little-endian order.

/// The byte in front of everything once the connection is open, and in the answer to a connect message.
enum V1Tag: UInt8, Sendable {
    case ready = 1
    case resetSession = 2
    case wait = 3
    case retrySession = 4
    case retryGlobal = 5
    case close = 6
    case message = 7
    case ack = 8
    case keepalive = 9
    case badProtocolVersion = 10
    case badAuthorizer = 11
    case features = 12
    /// Ready, and a u64 follows: the last message received.
    case seq = 13
    case keepalive2 = 14
    case keepalive2Ack = 15
    case challengeAuthorizer = 16
}

/// The version of the protocol above the messenger that each kind of program speaks (src/include/ceph_fs.h).
enum V1ProtocolVersion {
    /// Among monitors.
    static let mon: UInt32 = 13

    /// What a program that serves, of that type, speaks with others.
    static func serving(_ type: EntityType) -> UInt32 {
        switch type {
        case .osd: 24
        case .mds: 32
        case .mon: 15
        default: 0
        }
    }
}

/// `ceph_msg_connect`
struct V1Connect: Hashable, Sendable {
    static let size = 33

    var features = CephFeatures()
    var hostType = EntityType(rawValue: 0)
    var globalSeq: UInt32 = 0
    var connectSeq: UInt32 = 0
    var protocolVersion: UInt32 = 0
    var authorizerMethod = AuthMethod.unknown
    var authorizerLength: UInt32 = 0
    var flags: UInt8 = 0

    func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(
            features.rawValue, hostType.rawValue, globalSeq, connectSeq, protocolVersion,
            authorizerMethod.rawValue, authorizerLength, flags, endianness: .little)
    }

    init() {}

    init?(from buffer: inout ByteBuffer) {
        guard
            let fields = buffer.readMultipleIntegers(
                endianness: .little,
                as: (UInt64, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt8).self)
        else { return nil }
        features = CephFeatures(rawValue: fields.0)
        hostType = EntityType(rawValue: fields.1)
        globalSeq = fields.2
        connectSeq = fields.3
        protocolVersion = fields.4
        authorizerMethod = AuthMethod(rawValue: fields.5)
        authorizerLength = fields.6
        flags = fields.7
    }
}

/// `ceph_msg_connect_reply`
struct V1ConnectReply: Hashable, Sendable {
    static let size = 26

    var tag: UInt8 = 0
    var features = CephFeatures()
    var globalSeq: UInt32 = 0
    var connectSeq: UInt32 = 0
    var protocolVersion: UInt32 = 0
    var authorizerLength: UInt32 = 0
    var flags: UInt8 = 0

    func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(
            tag, features.rawValue, globalSeq, connectSeq, protocolVersion, authorizerLength, flags,
            endianness: .little)
    }

    init() {}

    init?(from buffer: inout ByteBuffer) {
        guard
            let fields = buffer.readMultipleIntegers(
                endianness: .little, as: (UInt8, UInt64, UInt32, UInt32, UInt32, UInt32, UInt8).self)
        else { return nil }
        tag = fields.0
        features = CephFeatures(rawValue: fields.1)
        globalSeq = fields.2
        connectSeq = fields.3
        protocolVersion = fields.4
        authorizerLength = fields.5
        flags = fields.6
    }
}

/// `ceph_msg_header`: 53 bytes, the last four the crc (seed 0) of the others.
struct V1MessageHeader: Hashable, Sendable {
    static let size = 53

    var header = MessageHeader()
    var frontLength: UInt32 = 0
    var middleLength: UInt32 = 0
    var dataLength: UInt32 = 0
    private(set) var crc: UInt32 = 0

    var bodySize: UInt64 { UInt64(frontLength) + UInt64(middleLength) + UInt64(dataLength) }

    init(_ message: WireMessage) {
        header = message.header
        frontLength = UInt32(clamping: message.front.readableBytes)
        middleLength = UInt32(clamping: message.middle.readableBytes)
        dataLength = UInt32(clamping: message.data.readableBytes)
    }

    /// Writes it with its crc, and keeps that.
    mutating func write(to buffer: inout ByteBuffer) {
        let start = buffer.writerIndex
        buffer.writeMultipleIntegers(
            header.seq, header.tid, header.type.rawValue, header.priority, header.version, frontLength,
            middleLength, dataLength, header.dataOffset, endianness: .little)
        buffer.writeMultipleIntegers(
            UInt8(truncatingIfNeeded: header.source.type.rawValue), header.source.number, header.compatible,
            UInt16(0), endianness: .little)
        crc = Self.crc(buffer, at: start)
        buffer.writeInteger(crc, endianness: .little)
    }

    init(from buffer: inout ByteBuffer) throws(WireError) {
        let start = buffer.readerIndex
        let whole = buffer
        guard
            let first = buffer.readMultipleIntegers(
                endianness: .little,
                as: (UInt64, UInt64, UInt16, UInt16, UInt16, UInt32, UInt32, UInt32, UInt16).self),
            let second = buffer.readMultipleIntegers(
                endianness: .little, as: (UInt8, Int64, UInt16, UInt16, UInt32).self)
        else { throw WireError("a cut off message header") }
        crc = second.4
        guard crc == Self.crc(whole, at: start) else { throw WireError("a message's header has a wrong crc") }
        header = MessageHeader(
            seq: first.0, tid: first.1, type: MessageType(first.2), priority: first.3, version: first.4,
            compatible: second.2, dataOffset: first.8,
            source: EntityName(EntityType(rawValue: UInt32(second.0)), second.1))
        frontLength = first.5
        middleLength = first.6
        dataLength = first.7
    }

    private static func crc(_ buffer: ByteBuffer, at start: Int) -> UInt32 {
        CRC32C.checksum(buffer.getSlice(at: start, length: size - 4) ?? ByteBuffer(), seed: 0)
    }
}

/// `ceph_msg_footer`: crcs (seed 0) of the segments, a signature, flags. Peers without
/// `CEPH_FEATURE_MSG_AUTH` leave the signature out.
struct V1MessageFooter: Hashable, Sendable {
    static let complete: UInt8 = 1
    /// The data's crc was left out.
    static let noDataCRC: UInt8 = 2
    static let signed: UInt8 = 4

    var frontCRC: UInt32
    var middleCRC: UInt32
    var dataCRC: UInt32
    var signature: UInt64 = 0
    var flags = Self.complete

    static func size(_ features: CephFeatures) -> Int { features.contains(.msgAuth) ? 21 : 13 }

    init(_ message: WireMessage) {
        frontCRC = CRC32C.checksum(message.front, seed: 0)
        middleCRC = CRC32C.checksum(message.middle, seed: 0)
        dataCRC = CRC32C.checksum(message.data, seed: 0)
    }

    func write(to buffer: inout ByteBuffer, _ features: CephFeatures) {
        buffer.writeMultipleIntegers(frontCRC, middleCRC, dataCRC, endianness: .little)
        if features.contains(.msgAuth) { buffer.writeInteger(signature, endianness: .little) }
        buffer.writeInteger(flags)
    }

    init?(from buffer: inout ByteBuffer, _ features: CephFeatures) {
        guard let crcs = buffer.readMultipleIntegers(endianness: .little, as: (UInt32, UInt32, UInt32).self)
        else { return nil }
        (frontCRC, middleCRC, dataCRC) = crcs
        if features.contains(.msgAuth) { signature = buffer.readInteger(endianness: .little) ?? 0 }
        guard let flags = buffer.readInteger(as: UInt8.self) else { return nil }
        self.flags = flags
    }
}
