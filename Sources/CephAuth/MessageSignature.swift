import CephEncoding
import CephTypes
import NIOCore

/// Signs the messages of one msgr v1 connection (src/auth/cephx/CephxSessionHandler.cc).
public struct MessageSigner: Hashable, Sendable {
    /// What a signature covers: numbers of a message's header and footer.
    public struct Subject: Hashable, Sendable {
        public var headerCRC: UInt32
        public var frontCRC: UInt32
        public var middleCRC: UInt32
        public var dataCRC: UInt32
        public var frontLength: UInt32
        public var middleLength: UInt32
        public var dataLength: UInt32
        /// Counts only with its lower half.
        public var sequence: UInt64

        public init(
            headerCRC: UInt32, frontCRC: UInt32, middleCRC: UInt32, dataCRC: UInt32, frontLength: UInt32,
            middleLength: UInt32, dataLength: UInt32, sequence: UInt64
        ) {
            self.headerCRC = headerCRC
            self.frontCRC = frontCRC
            self.middleCRC = middleCRC
            self.dataCRC = dataCRC
            self.frontLength = frontLength
            self.middleLength = middleLength
            self.dataLength = dataLength
            self.sequence = sequence
        }
    }

    private let key: CryptoKey
    /// Whether lengths and the sequence number are covered too: since 13.2.
    private let isVersion2: Bool

    /// - Parameters:
    ///   - key: the connection's session key.
    ///   - features: those that both sides have.
    /// - Returns: nil where messages of such a connection are not signed.
    public init?(key: CryptoKey?, features: CephFeatures, policy: AuthPolicy) {
        guard let key, !key.isEmpty, features.contains(.msgAuth), policy.signsMessages else { return nil }
        self.key = key
        isVersion2 = features.contains(.cephxV2)
    }

    /// What the footer's `sig` must be; its flags have `CEPH_MSG_FOOTER_SIGNED` then.
    public func signature(of subject: Subject) throws(AuthError) -> UInt64 {
        isVersion2 ? try signature2(of: subject) : try signature1(of: subject)
    }

    private func signature1(of subject: Subject) throws(AuthError) -> UInt64 {
        var encoder = CephEncoder()
        for crc in [subject.headerCRC, subject.frontCRC, subject.middleCRC, subject.dataCRC] {
            encoder.integer(crc)
        }
        // The four numbers as a bufferlist; the first word of what comes out is the signature.
        return try key.seal(encoder.buffer).words.first ?? 0
    }

    private func signature2(of subject: Subject) throws(AuthError) -> UInt64 {
        var encoder = CephEncoder()
        encoder.integer(subject.headerCRC)
        encoder.integer(subject.frontCRC)
        encoder.integer(subject.frontLength)
        encoder.integer(subject.middleCRC)
        encoder.integer(subject.middleLength)
        encoder.integer(subject.dataCRC)
        encoder.integer(subject.dataLength)
        encoder.integer(UInt32(truncatingIfNeeded: subject.sequence))
        // The padding's block does not count.
        return try key.encrypt(encoder.buffer).words.prefix(4).reduce(0, ^)
    }
}
