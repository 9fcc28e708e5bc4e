import CephEncoding
import NIOCore

/// A keyring file: keys and capabilities by entity (src/auth/KeyRing.cc).
///
/// It is text with a section an entity; the binary form, version u8 and a map of ``EntityAuth``, is read
/// too.
public struct KeyRing: Hashable, Sendable {
    public var keys: CephMap<AuthEntityName, EntityAuth>

    public init(_ keys: CephMap<AuthEntityName, EntityAuth> = [:]) { self.keys = keys }

    /// The keyring that `auth export` gives.
    public init(_ data: KeyServerData) { keys = data.secrets }

    /// Adds what another keyring has, and takes its side where both have something.
    public mutating func merge(_ other: KeyRing) {
        for (name, auth) in other.keys { keys[name] = auth }
    }
}

extension KeyRing {
    /// Reads a keyring in either form; bytes behind a binary one are ignored.
    /// - Throws: ``KeyRingError``
    public init(bytes: ByteBuffer) throws(KeyRingError) {
        var decoder = CephDecoder(bytes)
        if let binary = try? KeyRing(binaryFrom: &decoder) {
            self = binary
        } else {
            try self.init(text: String(cephBytes: bytes.byteArray))
        }
    }

    private init(binaryFrom decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        keys = try decoder.decode("keys")
    }

    /// The binary form.
    public var binary: ByteBuffer {
        var encoder = CephEncoder()
        encoder.integer(UInt8(1))
        encoder.encode(keys)
        return encoder.buffer
    }

    /// Reads the text form. Keys of a section are `key`, `caps SERVICE` and, for old files, `auid`.
    /// - Throws: ``KeyRingError``
    public init(text: String) throws(KeyRingError) {
        keys = [:]
        for (section, values) in try Self.sections(text) where section != "global" {
            guard let name = AuthEntityName(section) else {
                throw KeyRingError("bad entity name in keyring: \(section)")
            }
            for (key, value) in values {
                // `caps_mon` is `caps mon` too.
                guard set(key.replacing("_", with: " "), value, of: name) else {
                    throw KeyRingError(
                        "error setting modifier for [\(section)] type=\(key) val=\(value)")
                }
            }
        }
    }

    private static func sections(
        _ text: String
    ) throws(KeyRingError) -> CephMap<String, CephMap<String, String>> {
        do throws(ConfigFileError) {
            return try ConfigFile(bytes: text.cephBytes).sections
        } catch {
            // Ceph does not say where.
            throw KeyRingError("cannot parse buffer")
        }
    }

    private mutating func set(_ key: String, _ value: String, of name: AuthEntityName) -> Bool {
        if key == "key" {
            guard let secret = CryptoKey(base64: value) else { return false }
            keys[name, default: EntityAuth()].key = secret
            return true
        }
        if key.hasPrefix("caps "), key.utf8.count > 5 {
            keys[name, default: EntityAuth()].caps[String(key.dropFirst(5))] = EntityAuth.encodeCap(value)
            return true
        }
        return key == "auid"
    }

    /// The text form, as `ceph-authtool` and `auth get` write it.
    public var plain: String {
        var text = ""
        for (name, auth) in keys {
            text += "[\(name)]\n\tkey = \(auth.key)\n"
            for (service, cap) in auth.capTexts {
                text += "\tcaps \(service) = \"\(cap.replacing("\"", with: "\\\""))\"\n"
            }
        }
        return text
    }

    /// An array of entities named `label`, as `auth get -f json` (`auth`) and `auth ls -f json`
    /// (`auth_dump`) write it.
    public func dump(_ label: String, to formatter: inout CephFormatter) {
        formatter.array(label) { array in
            for (name, auth) in keys {
                array.object("auth_entities") { entity in
                    entity.stream("entity", name)
                    entity.stream("key", auth.key)
                    entity.object("caps") { caps in
                        for (service, text) in auth.capTexts { caps.string(service, text) }
                    }
                }
            }
        }
    }

    /// As `auth ls` lists keys plainly.
    public var listing: String {
        var text = ""
        for (name, auth) in keys {
            text += "\(name)\n\tkey: \(auth.key)\n"
            for (service, cap) in auth.capTexts { text += "\tcaps: [\(service)] \(cap)\n" }
        }
        return text
    }
}

/// Says why bytes are no keyring.
public struct KeyRingError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
