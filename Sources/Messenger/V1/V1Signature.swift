import CephAuth
import CephEncoding
import CephTypes
import NIOCore

/// How cephx signs the messages of msgr v1 (src/auth/cephx/CephxSessionHandler.cc): crcs and lengths,
/// encrypted with the session's key.
struct V1Signer: Sendable {
    let key: CryptoKey
    let features: CephFeatures

    /// nil where messages are not signed: no key, or a peer that does not know of signatures.
    init?(_ authentication: AuthResult?, _ features: CephFeatures) {
        guard let key = authentication?.sessionKey, !key.isEmpty, features.contains(.msgAuth) else {
            return nil
        }
        self.key = key
        self.features = features
    }

    func signature(_ header: V1MessageHeader, _ footer: V1MessageFooter) throws(WireError) -> UInt64 {
        var block = ByteBuffer()
        guard features.contains(.cephxV2) else {
            block.writeMultipleIntegers(
                UInt8(1), UInt64(0xff00_9cad_8826_aa55), UInt32(16), header.crc, footer.frontCRC,
                footer.middleCRC, footer.dataCRC, endianness: .little)
            return try words(block, 1)[0]
        }
        block.writeMultipleIntegers(
            header.crc, footer.frontCRC, header.frontLength, footer.middleCRC, header.middleLength,
            footer.dataCRC, header.dataLength, UInt32(truncatingIfNeeded: header.header.seq),
            endianness: .little)
        return try words(block, 4).reduce(0, ^)
    }

    /// The first words of what `block` encrypts to.
    private func words(_ block: ByteBuffer, _ count: Int) throws(WireError) -> [UInt64] {
        do {
            var sealed = try key.encrypt(block)
            var words: [UInt64] = []
            while words.count < count, let word = sealed.readInteger(endianness: .little, as: UInt64.self) {
                words.append(word)
            }
            guard words.count == count else { throw WireError("a key that cannot sign messages") }
            return words
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError("a message cannot be signed: \(error)")
        }
    }
}
