import CephEncoding
import CephTypes

/// Tells an OSD from before mimic to create placement groups (src/messages/MOSDPGCreate.h).
public struct MOSDPGCreate: CephMessage, Equatable {
    public static let type = MessageType.osdPGCreate
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 3

    /// `pg_create_t`
    public struct Creation: Hashable, Sendable {
        /// The epoch since which it should be there.
        public var created: UInt32
        /// The one that was split, and into how many bits' worth of pieces: no longer used.
        public var parent: PGID
        public var splitBits: Int32

        public init(created: UInt32 = 0, parent: PGID = PGID(), splitBits: Int32 = 0) {
            self.created = created
            self.parent = parent
            self.splitBits = splitBits
        }
    }

    /// The map that asks for them.
    public var epoch: UInt64
    public var pgs: CephMap<PGID, Creation>
    public var creationTimes: CephMap<PGID, UTime>

    public init(
        epoch: UInt64 = 0, pgs: CephMap<PGID, Creation> = [:], creationTimes: CephMap<PGID, UTime> = [:]
    ) {
        self.epoch = epoch
        self.pgs = pgs
        self.creationTimes = creationTimes
    }
}

extension MOSDPGCreate {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        epoch = try decoder.decode("epoch")
        pgs = try decoder.decode("mkpg")
        creationTimes = version >= 3 ? try decoder.decode("ctimes") : [:]
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.encode(pgs)
        encoder.encode(creationTimes)
        return Self.current
    }
}

extension MOSDPGCreate: CustomStringConvertible {
    public var description: String {
        "osd_pg_create(e\(epoch)" + pgs.map { " \($0.key):\($0.value.created)" }.joined() + ")"
    }
}

extension MOSDPGCreate.Creation: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "pg_create_t") { _, body in
            Self(
                created: try body.decode("created"), parent: try body.decode("parent"),
                splitBits: try body.decode("split_bits"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(created)
            body.encode(parent)
            body.integer(splitBits)
        }
    }
}
