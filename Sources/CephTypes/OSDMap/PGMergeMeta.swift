import CephEncoding

/// `pg_merge_meta_t`: what the last merge of two placement groups left to know (src/osd/osd_types.h).
public struct PGMergeMeta: Hashable, Sendable {
    public var sourcePGID = PGID()
    public var readyEpoch: UInt32 = 0
    public var lastEpochStarted: UInt32 = 0
    public var lastEpochClean: UInt32 = 0
    public var sourceVersion = EVersion.zero
    public var targetVersion = EVersion.zero

    public init() {}
}

extension PGMergeMeta: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            var meta = PGMergeMeta()
            meta.sourcePGID = try body.decode("source_pgid")
            meta.readyEpoch = try body.decode("ready_epoch")
            meta.lastEpochStarted = try body.decode("last_epoch_started")
            meta.lastEpochClean = try body.decode("last_epoch_clean")
            meta.sourceVersion = try body.decode("source_version")
            meta.targetVersion = try body.decode("target_version")
            return meta
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(sourcePGID)
            body.integer(readyEpoch)
            body.integer(lastEpochStarted)
            body.integer(lastEpochClean)
            body.encode(sourceVersion)
            body.encode(targetVersion)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("source_pgid", sourcePGID)
        formatter.int("ready_epoch", readyEpoch)
        formatter.int("last_epoch_started", lastEpochStarted)
        formatter.int("last_epoch_clean", lastEpochClean)
        formatter.stream("source_version", sourceVersion)
        formatter.stream("target_version", targetVersion)
    }
}
