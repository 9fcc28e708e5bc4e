import Crypto
import NIOCore

/// One direction of secure mode: AES-128-GCM whose nonce is a fixed u32 and a u64 that counts the
/// operations, both as the connection's secret gave them (src/msg/async/crypto_onwire.cc, msgr 2.1).
struct FrameCipher: Sendable {
    static let tagSize = 16
    static let blockSize = 16
    /// Key, and a nonce for each direction.
    static let secretSize = 16 + 12 + 12

    private let key: SymmetricKey
    private let fixed: UInt32
    private let initialCounter: UInt64
    private var counter: UInt64
    private var isUsed = false

    private init(key: SymmetricKey, nonce: ArraySlice<UInt8>) {
        self.key = key
        var bytes = ByteBuffer(bytes: nonce)
        fixed = bytes.readInteger(endianness: .little) ?? 0
        initialCounter = bytes.readInteger(endianness: .little) ?? 0
        counter = initialCounter
    }

    /// The two directions of one connection.
    /// - Parameters:
    ///   - secret: at least ``secretSize`` bytes: key, the connecting side's receiving nonce, its sending nonce.
    ///   - isServer: the accepting side uses the nonces the other way round.
    static func pair(
        secret: [UInt8], isServer: Bool
    ) throws(WireError) -> (receive: FrameCipher, send: FrameCipher) {
        guard secret.count >= secretSize else {
            throw WireError("secure mode needs a secret of \(secretSize) bytes, there are \(secret.count)")
        }
        let key = SymmetricKey(data: secret[..<16])
        let first = FrameCipher(key: key, nonce: secret[16..<28])
        let second = FrameCipher(key: key, nonce: secret[28..<40])
        return isServer ? (second, first) : (first, second)
    }

    private mutating func nextNonce() throws -> AES.GCM.Nonce {
        // The same nonce twice would give the key away.
        if counter == initialCounter {
            guard !isUsed else { throw WireError("a connection has used up its nonces") }
            isUsed = true
        }
        var bytes = (UInt64(0), UInt32(0))
        withUnsafeMutableBytes(of: &bytes) {
            $0.storeBytes(of: fixed.littleEndian, as: UInt32.self)
            $0.storeBytes(of: counter.littleEndian, toByteOffset: 4, as: UInt64.self)
        }
        counter &+= 1
        return try withUnsafeBytes(of: bytes) { try AES.GCM.Nonce(data: $0[..<12]) }
    }

    /// Appends the encrypted bytes and their tag to `output`.
    mutating func seal(_ plain: ByteBuffer, into output: inout ByteBuffer) throws(WireError) {
        do {
            let nonce = try nextNonce()
            let box = try plain.withUnsafeReadableBytes { try AES.GCM.seal($0, using: key, nonce: nonce) }
            output.writeBytes(box.ciphertext)
            output.writeBytes(box.tag)
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError("a frame could not be encrypted: \(error)")
        }
    }

    /// What `sealed`, which ends with its tag, was before it was encrypted.
    mutating func open(_ sealed: ByteBuffer) throws(WireError) -> ByteBuffer {
        do {
            let nonce = try nextNonce()
            let size = sealed.readableBytes - Self.tagSize
            guard size >= 0 else { throw WireError("an encrypted part without its tag") }
            let plain = try sealed.withUnsafeReadableBytes { bytes in
                let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: bytes[..<size], tag: bytes[size...])
                return try AES.GCM.open(box, using: key)
            }
            return ByteBuffer(bytes: plain)
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError("an encrypted frame was changed on its way")
        }
    }
}
