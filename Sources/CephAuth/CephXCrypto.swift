import CephEncoding
import CephTypes
import Crypto
import CryptoExtras
import FoundationEssentials
import NIOCore

// What keys do to bytes (src/auth/Crypto.cc, src/auth/cephx/CephxProtocol.h).

extension CryptoKey {
    /// `CEPH_AES_IV`: the same for every message, so the first block of what is encrypted must differ.
    private static let initialVector = Array("cephsageyudagreg".utf8)
    static let blockSize = 16

    /// Encrypts with AES-128-CBC and PKCS #7 padding, or gives the bytes back where the kind is none.
    /// - Throws: ``AuthError`` for a key that is empty, too short, or of an unknown kind.
    public func encrypt(_ plain: ByteBuffer) throws(AuthError) -> ByteBuffer {
        guard let key = try aesKey() else { return plain }
        do {
            let vector = try AES._CBC.IV(ivBytes: Self.initialVector)
            return ByteBuffer(
                bytes: try AES._CBC.encrypt(plain.byteArray, using: key, iv: vector, noPadding: false))
        } catch {
            throw AuthError(AuthError.inputOutput, "cannot encrypt \(plain.readableBytes) bytes: \(error)")
        }
    }

    /// Decrypts what ``encrypt(_:)`` made. As in Ceph, wrong padding is no error of its own, so that nobody learns
    /// from the kind of failure: the magic behind it tells.
    /// - Throws: ``AuthError`` for a bad key, and for bytes that are no whole blocks.
    public func decrypt(_ sealed: ByteBuffer) throws(AuthError) -> ByteBuffer {
        guard let key = try aesKey() else { return sealed }
        let count = sealed.readableBytes
        guard count >= Self.blockSize, count.isMultiple(of: Self.blockSize) else {
            throw AuthError(AuthError.invalid, "expected whole blocks of 16 bytes, found \(count) bytes")
        }
        do {
            let vector = try AES._CBC.IV(ivBytes: Self.initialVector)
            let plain = try AES._CBC.decrypt(sealed.byteArray, using: key, iv: vector, noPadding: true)
            let padding = min(Int(plain.last ?? 0), Self.blockSize)
            return ByteBuffer(bytes: plain.dropLast(padding))
        } catch {
            throw AuthError(AuthError.inputOutput, "cannot decrypt \(count) bytes: \(error)")
        }
    }

    /// As msgr2 signs the frames before the encryption begins.
    public func hmacSHA256(_ bytes: ByteBuffer) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes.byteArray, using: SymmetricKey(data: secret)))
    }

    /// nil for the kind that does not encrypt.
    private func aesKey() throws(AuthError) -> SymmetricKey? {
        guard !secret.isEmpty else { throw AuthError(AuthError.invalid, "the key is empty") }
        switch kind {
        case .none: return nil
        case .aes:
            guard secret.count >= Self.blockSize else {
                throw AuthError(AuthError.invalid, "an AES key of \(secret.count) bytes, expected 16")
            }
            return SymmetricKey(data: secret.prefix(Self.blockSize))
        default: throw AuthError(AuthError.notSupported, "a key of unknown kind \(kind.rawValue)")
        }
    }
}

extension CryptoKey {
    /// `AUTH_ENC_MAGIC`: shows that the right key decrypted.
    private static let magic: UInt64 = 0xff00_9cad_8826_aa55

    /// `encode_encrypt_enc_bl`: version u8, magic u64 and the value, encrypted.
    public func seal(_ value: some CephEncodable) throws(AuthError) -> ByteBuffer {
        var encoder = CephEncoder()
        encoder.integer(UInt8(1))
        encoder.integer(Self.magic)
        encoder.encode(value)
        return try encrypt(encoder.buffer)
    }

    /// `decode_decrypt_enc_bl`: what ``seal(_:)`` made. Bytes behind the value are ignored.
    public func open<T: CephDecodable>(_ type: T.Type = T.self, from sealed: ByteBuffer) throws(AuthError)
        -> T
    {
        var decoder = CephDecoder(try decrypt(sealed))
        do {
            try decoder.skip(1)
            guard try decoder.integer(UInt64.self) == Self.magic else {
                throw AuthError(AuthError.notPermitted, "bad magic: encrypted with another key")
            }
            return try T(from: &decoder)
        } catch let error as AuthError {
            throw error
        } catch {
            throw AuthError(AuthError.notPermitted, "what was decrypted is no \(T.self): \(error)")
        }
    }
}

extension CephEncoder {
    /// `encode_encrypt`: the sealed value as a bufferlist.
    mutating func encode(_ value: some CephEncodable, sealedWith key: CryptoKey) throws(AuthError) {
        encode(try key.seal(value))
    }
}

extension CephDecoder {
    /// `decode_decrypt`: opens the bufferlist at the decoder's position.
    mutating func open<T: CephDecodable>(
        _ type: T.Type = T.self, sealedWith key: CryptoKey, _ name: StaticString
    ) throws(AuthError) -> T {
        do {
            return try key.open(T.self, from: try decode(name, as: ByteBuffer.self))
        } catch let error as AuthError {
            throw AuthError(error.errno, "\(name): \(error.reason)")
        } catch {
            throw AuthError(AuthError.notPermitted, "\(error)")
        }
    }

    /// Reads a field of what a peer sent.
    mutating func read<T: CephDecodable>(_ name: StaticString, as type: T.Type = T.self) throws(AuthError)
        -> T
    {
        do {
            return try decode(name, as: T.self)
        } catch {
            throw AuthError(AuthError.notPermitted, "\(error)")
        }
    }
}

extension CryptoKey {
    /// How a client proves to have this key: both challenges, sealed, the words of the result combined
    /// (`cephx_calc_client_server_challenge`).
    public func proof(serverChallenge: UInt64, clientChallenge: UInt64) throws(AuthError) -> UInt64 {
        let challenges = CephXChallengeBlob(
            serverChallenge: serverChallenge, clientChallenge: clientChallenge)
        var encoder = CephEncoder()
        try encoder.encode(challenges, sealedWith: self)
        // The bufferlist's length counts as its first four bytes; what is left of a word at the end does not.
        return encoder.buffer.words.reduce(0, ^)
    }
}

extension ByteBuffer {
    /// The whole little-endian words of 8 bytes.
    var words: [UInt64] {
        stride(from: 0, through: readableBytes - 8, by: 8).compactMap {
            getInteger(at: readerIndex + $0, endianness: .little)
        }
    }
}
