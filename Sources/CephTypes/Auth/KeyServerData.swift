import CephEncoding
import NIOCore

/// All keys that the monitors keep (src/auth/cephx/CephxKeyServer.h).
///
/// On the wire: version u8, version of the data u64, version of the rotating keys u64, entities, rotating
/// keys by kind of service.
public struct KeyServerData: Hashable, Sendable {
    public var version: UInt64
    public var rotatingVersion: UInt64
    public var secrets: CephMap<AuthEntityName, EntityAuth>
    /// By `CEPH_ENTITY_TYPE_*`.
    public var rotatingSecrets: CephMap<UInt32, RotatingSecrets>

    public init(
        version: UInt64 = 0, rotatingVersion: UInt64 = 0, secrets: CephMap<AuthEntityName, EntityAuth> = [:],
        rotatingSecrets: CephMap<UInt32, RotatingSecrets> = [:]
    ) {
        self.version = version
        self.rotatingVersion = rotatingVersion
        self.secrets = secrets
        self.rotatingSecrets = rotatingSecrets
    }

    /// The rotating keys as an incremental carries them.
    public var rotatingUpdate: RotatingUpdate {
        RotatingUpdate(version: rotatingVersion, secrets: rotatingSecrets)
    }

    /// Changes one entity or the rotating keys; the version is the caller's to set.
    /// - Throws: `CephDecodingError` when the incremental's rotating keys cannot be read.
    public mutating func apply(_ incremental: Incremental) throws {
        switch incremental {
        case .nop: break
        case .add(let name, let auth): secrets[name] = auth
        case .remove(let name, _): secrets.removeValue(forKey: name)
        case .setRotating(let bytes):
            let update = try CephDecoder.decode(RotatingUpdate.self, from: bytes, named: "rotating_bl")
            rotatingVersion = update.version
            rotatingSecrets = update.secrets
        }
    }
}

extension KeyServerData: CephRecord {
    public static let cephTypeName = "KeyServerData"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        version = try decoder.decode("version")
        rotatingVersion = try decoder.decode("rotating_ver")
        secrets = try decoder.decode("secrets")
        rotatingSecrets = try decoder.decode("rotating_secrets")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(version)
        encoder.integer(rotatingVersion)
        encoder.encode(secrets)
        encoder.encode(rotatingSecrets)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.int("rotating_ver", rotatingVersion)
        formatter.array("secrets") { array in
            for (name, auth) in secrets {
                array.object("entity") { entity in
                    entity.stream("name", name)
                    auth.dump(to: &entity)
                }
            }
        }
        formatter.array("rotating_secrets") { array in
            for (type, keys) in rotatingSecrets {
                array.object("service") { service in
                    service.string("name", EntityType(rawValue: type).cephName)
                    keys.dump(to: &service)
                }
            }
        }
    }
}

extension KeyServerData {
    /// All rotating keys (`KeyServerData::encode_rotating`): version u8, their version u64, keys by kind of
    /// service.
    public struct RotatingUpdate: Hashable, Sendable, CephCodable {
        public var version: UInt64
        public var secrets: CephMap<UInt32, RotatingSecrets>

        public init(version: UInt64, secrets: CephMap<UInt32, RotatingSecrets>) {
            self.version = version
            self.secrets = secrets
        }

        public init(from decoder: inout CephDecoder) throws {
            try decoder.skip(1)
            version = try decoder.decode("rotating_ver")
            secrets = try decoder.decode("rotating_secrets")
        }

        public func encode(into encoder: inout CephEncoder) {
            encoder.integer(UInt8(1))
            encoder.integer(version)
            encoder.encode(secrets)
        }
    }

    /// One change of ``KeyServerData``. On the wire: version u8, operation u32, then name and
    /// ``EntityAuth`` (whatever the operation) or the rotating keys as a bufferlist.
    public enum Incremental: Hashable, Sendable {
        /// Changes nothing, but carries a name and a key.
        case nop(AuthEntityName, EntityAuth)
        case add(AuthEntityName, EntityAuth)
        /// The key and capabilities have no meaning.
        case remove(AuthEntityName, EntityAuth)
        /// A ``RotatingUpdate``, encoded.
        case setRotating(ByteBuffer)

        var operation: UInt32 {
            switch self {
            case .nop: 0
            case .add: 1
            case .remove: 2
            case .setRotating: 3
            }
        }
    }
}

extension KeyServerData.Incremental: CephRecord {
    public static let cephTypeName = "KeyServerData::Incremental"

    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        let operation = try decoder.decode("op", as: UInt32.self)
        guard operation <= 3 else {
            throw decoder.failure("expected an operation of 0 to 3, found \(operation)")
        }
        guard operation != 3 else {
            self = .setRotating(try decoder.decode("rotating_bl"))
            return
        }
        let name: AuthEntityName = try decoder.decode("name")
        let auth: EntityAuth = try decoder.decode("auth")
        switch operation {
        case 1: self = .add(name, auth)
        case 2: self = .remove(name, auth)
        default: self = .nop(name, auth)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(operation)
        switch self {
        case .nop(let name, let auth), .add(let name, let auth), .remove(let name, let auth):
            encoder.encode(name)
            encoder.encode(auth)
        case .setRotating(let bytes): encoder.encode(bytes)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("op", operation)
        switch self {
        case .nop(let name, let auth), .add(let name, let auth), .remove(let name, let auth):
            formatter.stream("name", name)
            formatter.dump("auth", auth)
        case .setRotating(let bytes): formatter.int("rotating_bl_len", bytes.readableBytes)
        }
    }
}
