/// What a placement group is doing: `PG_STATE_*` of src/osd/osd_types.h. No bit at all is unknown.
public struct PGState: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    private init(bit: UInt64) { rawValue = 1 << bit }

    public static let creating = PGState(bit: 0)
    public static let active = PGState(bit: 1)
    public static let clean = PGState(bit: 2)
    public static let down = PGState(bit: 4)
    public static let recoveryUnfound = PGState(bit: 5)
    public static let backfillUnfound = PGState(bit: 6)
    public static let premerge = PGState(bit: 7)
    public static let scrubbing = PGState(bit: 8)
    public static let degraded = PGState(bit: 10)
    public static let inconsistent = PGState(bit: 11)
    public static let peering = PGState(bit: 12)
    public static let repair = PGState(bit: 13)
    public static let recovering = PGState(bit: 14)
    public static let backfillWait = PGState(bit: 15)
    public static let incomplete = PGState(bit: 16)
    public static let stale = PGState(bit: 17)
    public static let remapped = PGState(bit: 18)
    public static let deepScrub = PGState(bit: 19)
    public static let backfilling = PGState(bit: 20)
    public static let backfillTooFull = PGState(bit: 21)
    public static let recoveryWait = PGState(bit: 22)
    public static let undersized = PGState(bit: 23)
    public static let activating = PGState(bit: 24)
    public static let peered = PGState(bit: 25)
    public static let snapTrim = PGState(bit: 26)
    public static let snapTrimWait = PGState(bit: 27)
    public static let recoveryTooFull = PGState(bit: 28)
    public static let snapTrimError = PGState(bit: 29)
    public static let forcedRecovery = PGState(bit: 30)
    public static let forcedBackfill = PGState(bit: 31)
    public static let failedRepair = PGState(bit: 32)
    public static let laggy = PGState(bit: 33)
    public static let wait = PGState(bit: 34)

    /// The names in the order in which Ceph lists them (`pg_state_string`).
    private static let names: [(PGState, String)] = [
        (.stale, "stale"), (.creating, "creating"), (.active, "active"), (.activating, "activating"),
        (.clean, "clean"), (.recoveryWait, "recovery_wait"), (.recoveryTooFull, "recovery_toofull"),
        (.recovering, "recovering"), (.forcedRecovery, "forced_recovery"), (.down, "down"),
        (.recoveryUnfound, "recovery_unfound"), (.backfillUnfound, "backfill_unfound"),
        (.undersized, "undersized"), (.degraded, "degraded"), (.remapped, "remapped"),
        (.premerge, "premerge"), (.scrubbing, "scrubbing"), (.deepScrub, "deep"),
        (.inconsistent, "inconsistent"), (.peering, "peering"), (.repair, "repair"),
        (.backfillWait, "backfill_wait"), (.backfilling, "backfilling"),
        (.forcedBackfill, "forced_backfill"), (.backfillTooFull, "backfill_toofull"),
        (.incomplete, "incomplete"), (.peered, "peered"), (.snapTrim, "snaptrim"),
        (.snapTrimWait, "snaptrim_wait"), (.snapTrimError, "snaptrim_error"),
        (.failedRepair, "failed_repair"), (.laggy, "laggy"), (.wait, "wait"),
    ]

    /// The state with one of Ceph's names (`pg_string_state`); nil for another name.
    public init?(name: some StringProtocol) {
        if name == "unknown" {
            self = []
        } else if let match = Self.names.first(where: { $0.1 == name }) {
            self = match.0
        } else {
            return nil
        }
    }
}

extension PGState: CustomStringConvertible {
    /// `active+clean`, `unknown` for none.
    public var description: String {
        let found = Self.names.filter { contains($0.0) }.map(\.1)
        return found.isEmpty ? "unknown" : found.joined(separator: "+")
    }
}
