/// Mistakes that a test can plant in a monitor, to see that the simulator's invariants catch them. Nothing
/// but tests and `monsim` sets any.
public enum PlantedFault: String, CaseIterable, Sendable {
    /// A peon follows, and accepts a value under, a lower proposal number than it promised, from whoever leads or did.
    case acceptLowerNumber = "accept-lower-number"
    /// A peon says that it accepted a value without having stored it.
    case skipAcceptedValue = "skip-accepted-value"
    /// A leader commits as soon as a minority has accepted.
    case commitWithMinority = "commit-with-minority"
    /// A new leader forgets what was left uncommitted.
    case forgetUncommitted = "forget-uncommitted"
    /// A monitor does not remember its proposal numbers over a restart.
    case reuseProposalNumber = "reuse-proposal-number"
    /// Reads are answered without a lease.
    case readWithoutLease = "read-without-lease"
    /// A request that was forwarded is carried out again when it is sent again.
    case applyForwardedTwice = "apply-forwarded-twice"
    /// An election is held in the epoch of the quorum before it.
    case electOnEvenEpoch = "elect-on-even-epoch"
    /// What an interrupted copy left is taken for a whole store.
    case resumeHalfSync = "resume-half-sync"
    /// Accepting is acknowledged before it is durable.
    case acknowledgeUnsynced = "acknowledge-unsynced"
    /// `pending_v` is not looked at after a restart.
    case dropPendingVersion = "drop-pending-version"
    /// A provider trims versions that a peer which copies its store still needs.
    case trimPastSync = "trim-past-sync"
}
