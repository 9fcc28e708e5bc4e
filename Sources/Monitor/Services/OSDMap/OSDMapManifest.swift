import CephEncoding
import CephTypes

/// `osdmap_manifest_t`: which full maps are pinned; those between them are pruned and made from increments
/// when somebody asks (src/mon/OSDMonitor.h, doc/dev/mon-osdmap-prune.rst). In the store at
/// `osdmap/osdmap_manifest`.
public struct OSDMapManifest: Hashable, Sendable {
    public var pinned: CephSet<UInt64> = []

    public init() {}

    public var firstPinned: UInt64 { pinned.first ?? 0 }
    public var lastPinned: UInt64 { pinned.last ?? 0 }

    /// The last pinned version up to `version`.
    public func closestPinned(upTo version: UInt64) -> UInt64? { pinned.last { $0 <= version } }
}

extension OSDMapManifest: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            var manifest = OSDMapManifest()
            manifest.pinned = try body.decode("pinned")
            return manifest
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { $0.encode(pinned) }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("first_pinned", firstPinned)
        formatter.int("last_pinned", lastPinned)
        formatter.ints("pinned_maps", each: "epoch", pinned)
    }
}
