import CephEncoding
import NIOCore

/// One change that the auth service commits (`AuthMonitor::Incremental`, src/mon/AuthMonitor.h).
///
/// On the wire: envelope of version 2 (version 1 had no envelope), type u32, then the new highest global
/// id u64, or the method of authentication u32 and what its key server changes, as a bufferlist.
public enum AuthMonitorIncremental: Hashable, Sendable {
    case globalID(max: UInt64)
    /// For cephx the data is a ``KeyServerData/Incremental``.
    case authData(type: UInt32, data: ByteBuffer)

    /// `CEPH_AUTH_CEPHX`
    public static let cephx: UInt32 = 2

    /// A change of cephx's keys.
    public init(_ change: KeyServerData.Incremental) {
        self = .authData(type: Self.cephx, data: change.encoded())
    }
}

extension AuthMonitorIncremental: CephRecord {
    public static let cephTypeName = "AuthMonitor::Incremental"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, compatSince: 2, lengthSince: 2) { _, body in
            switch try body.decode("inc_type", as: UInt32.self) {
            case 0: return .globalID(max: try body.decode("max_global_id"))
            case 1: return .authData(type: try body.decode("auth_type"), data: try body.decode("auth_data"))
            case let type: throw body.failure("expected type 0 (global id) or 1 (auth data), found \(type)")
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.monEnc) else {
            encoder.integer(UInt8(1))
            encodeBody(into: &encoder)
            return
        }
        encoder.versioned(2, compatible: 2, encodeBody(into:))
    }

    private func encodeBody(into encoder: inout CephEncoder) {
        switch self {
        case .globalID(let max):
            encoder.integer(UInt32(0))
            encoder.integer(max)
        case .authData(let type, let data):
            encoder.integer(UInt32(1))
            encoder.integer(type)
            encoder.encode(data)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        var (kind, maxGlobalID, authType, length) = (0, UInt64(0), UInt32(0), 0)
        switch self {
        case .globalID(let max): maxGlobalID = max
        case .authData(let type, let data): (kind, authType, length) = (1, type, data.readableBytes)
        }
        formatter.int("type", kind)
        formatter.int("max_global_id", Int64(bitPattern: maxGlobalID))
        formatter.int("auth_type", authType)
        formatter.int("auth_data_len", length)
    }
}
