import CephEncoding

/// librados makes or removes a pool or a snapshot (src/messages/MPoolOp.h).
public struct MPoolOp: PaxosServiceMessage, Equatable {
    public static let type = MessageType.poolOp
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 2

    /// `POOL_OP_…` (src/include/rados.h).
    public enum Op: UInt32, CustomStringConvertible, Sendable {
        case create = 0x01
        case delete = 0x02
        case authUIDChange = 0x03
        case createSnap = 0x11
        case deleteSnap = 0x12
        case createUnmanagedSnap = 0x21
        case deleteUnmanagedSnap = 0x22

        public var description: String {
            switch self {
            case .create: "create"
            case .delete: "delete"
            case .authUIDChange: "auid change"
            case .createSnap: "create snap"
            case .deleteSnap: "delete snap"
            case .createUnmanagedSnap: "create unmanaged snap"
            case .deleteUnmanagedSnap: "delete unmanaged snap"
            }
        }
    }

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var pool: UInt32
    /// `POOL_OP_…`, see ``Op``; the monitor answers numbers that it does not know.
    public var op: UInt32
    public var snapID: UInt64
    public var name: String
    /// -1 for the default.
    public var crushRule: Int16

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, pool: UInt32 = 0,
        op: UInt32 = 0, snapID: UInt64 = 0, name: String = "", crushRule: Int16 = -1
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.pool = pool
        self.op = op
        self.snapID = snapID
        self.name = name
        self.crushRule = crushRule
    }
}

extension MPoolOp {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        pool = try decoder.decode("pool")
        let oldName = version < 2 ? try decoder.decode("name", as: String.self) : nil
        op = try decoder.decode("op")
        // The owner of a pool, as there was one before luminous.
        try decoder.skip(8)
        snapID = try decoder.decode("snapid")
        name = try oldName ?? decoder.decode("name")
        crushRule = try MPoolOp.crushRule(version: version, from: &decoder)
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.integer(pool)
        encoder.integer(op)
        encoder.integer(UInt64(0))
        encoder.integer(snapID)
        encoder.encode(name)
        encoder.integer(UInt8(0))
        encoder.integer(crushRule)
        return Self.current
    }
}

extension MPoolOp: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        let operation = Op(rawValue: op)?.description ?? "???"
        return "pool_op(\(operation) pool \(pool) tid \(tid) name \(name) v\(paxos.version))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}

extension MPoolOp {
    /// Version 3 had one byte for it, which stays as padding.
    private static func crushRule(version: UInt16, from decoder: inout CephDecoder) throws -> Int16 {
        guard version >= 3 else { return -1 }
        let narrow: UInt8 = try decoder.decode("pad")
        return version >= 4 ? try decoder.decode("crush_rule") : Int16(narrow)
    }
}
