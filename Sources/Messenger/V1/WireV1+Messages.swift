import CephAuth
import CephEncoding
import NIOCore

// An open connection: tags, and what belongs to each.

extension WireV1 {
    mutating func readTag() throws(WireError) -> WireEvent? {
        guard let byte = input.getInteger(at: input.readerIndex, as: UInt8.self) else { return nil }
        guard let tag = V1Tag(rawValue: byte) else { throw WireError("a tag \(byte)") }
        switch tag {
        case .keepalive:
            input.moveReaderIndex(forwardBy: 1)
            return .keepalive
        case .close:
            input.moveReaderIndex(forwardBy: 1)
            state = .closed
            return .closed
        case .message:
            input.moveReaderIndex(forwardBy: 1)
            state = .messageHeader
            return nil
        case .ack, .keepalive2, .keepalive2Ack:
            return readTagged(tag)
        default:
            throw WireError("a tag \(tag) within a session")
        }
    }

    /// A tag that eight bytes belong to.
    private mutating func readTagged(_ tag: V1Tag) -> WireEvent? {
        guard var bytes = input.readSlice(length: 9) else { return nil }
        bytes.moveReaderIndex(forwardBy: 1)
        let payload = bytes
        switch tag {
        case .ack:
            return .acknowledged(bytes.readInteger(endianness: .little) ?? 0)
        case .keepalive2:
            output.writeInteger(V1Tag.keepalive2Ack.rawValue)
            output.writeImmutableBuffer(payload)
            return .keepalive
        default:
            let seconds = bytes.readInteger(endianness: .little, as: UInt32.self) ?? 0
            let nanoseconds = bytes.readInteger(endianness: .little, as: UInt32.self) ?? 0
            return .keepaliveAcknowledged(UTime(seconds: seconds, nanoseconds: nanoseconds))
        }
    }

    mutating func readMessageHeader() throws(WireError) -> WireEvent? {
        guard var bytes = input.readSlice(length: V1MessageHeader.size) else { return nil }
        let header = try V1MessageHeader(from: &bytes)
        guard header.bodySize <= configuration.maximumMessageSize else {
            throw WireError(
                "a message of \(header.bodySize) bytes; \(configuration.maximumMessageSize) are allowed")
        }
        state = .messageBody(header)
        return .announced(size: Int(header.bodySize))
    }

    mutating func readMessageBody(_ header: V1MessageHeader) throws(WireError) -> WireEvent? {
        let size = Int(header.bodySize) + V1MessageFooter.size(features)
        guard input.readableBytes >= size,
            let front = input.readSlice(length: Int(header.frontLength)),
            let middle = input.readSlice(length: Int(header.middleLength)),
            let data = input.readSlice(length: Int(header.dataLength)),
            let footer = V1MessageFooter(from: &input, features)
        else { return nil }
        state = .ready
        let message = WireMessage(header: header.header, front: front, middle: middle, data: data)
        try check(message, header, footer)
        return .message(message)
    }

    private func check(
        _ message: WireMessage, _ header: V1MessageHeader, _ footer: V1MessageFooter
    ) throws(WireError) {
        guard footer.flags & V1MessageFooter.complete != 0 else { throw WireError("a message was given up") }
        let expected = V1MessageFooter(message)
        let hasDataCRC = footer.flags & V1MessageFooter.noDataCRC == 0
        guard footer.frontCRC == expected.frontCRC, footer.middleCRC == expected.middleCRC,
            !hasDataCRC || footer.dataCRC == expected.dataCRC
        else { throw WireError("a message has a wrong crc") }
        guard let signer else { return }
        guard try Self.signature(signer, header, footer) == footer.signature else {
            throw WireError("a message's signature is wrong")
        }
    }

    private static func signature(
        _ signer: MessageSigner, _ header: V1MessageHeader, _ footer: V1MessageFooter
    ) throws(WireError) -> UInt64 {
        let subject = MessageSigner.Subject(
            headerCRC: header.crc, frontCRC: footer.frontCRC, middleCRC: footer.middleCRC,
            dataCRC: footer.dataCRC, frontLength: header.frontLength, middleLength: header.middleLength,
            dataLength: header.dataLength, sequence: header.header.seq)
        do {
            return try signer.signature(of: subject)
        } catch {
            throw WireError("a message cannot be signed: \(error)")
        }
    }

    mutating func write(_ message: WireMessage, acknowledging: UInt64) throws(WireError) {
        guard message.size <= UInt32.max else { throw WireError("a message of \(message.size) bytes") }
        var header = V1MessageHeader(message)
        var footer = V1MessageFooter(message)
        output.reserveCapacity(minimumWritableBytes: 1 + V1MessageHeader.size + message.size + 21)
        output.writeInteger(V1Tag.message.rawValue)
        header.write(to: &output)
        if let signer {
            footer.signature = try Self.signature(signer, header, footer)
            footer.flags |= V1MessageFooter.signed
        }
        for segment in [message.front, message.middle, message.data] { output.writeImmutableBuffer(segment) }
        footer.write(to: &output, features)
    }

    mutating func writeAcknowledgement(_ seq: UInt64) throws(WireError) {
        output.writeInteger(V1Tag.ack.rawValue)
        output.writeInteger(seq, endianness: .little)
    }

    mutating func writeKeepalive(at time: UTime) throws(WireError) {
        guard features.contains(.msgrKeepalive2) else {
            output.writeInteger(V1Tag.keepalive.rawValue)
            return
        }
        output.writeInteger(V1Tag.keepalive2.rawValue)
        output.writeMultipleIntegers(time.seconds, time.nanoseconds, endianness: .little)
    }
}
