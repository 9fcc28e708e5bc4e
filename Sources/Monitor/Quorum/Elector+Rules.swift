import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// How a proposal is answered, by each of the three strategies (`ElectionLogic::propose_*_handler`).
extension Elector {
    func receivePropose(from sender: Int, epoch theirEpoch: UInt32, _ theirs: ConnectionTracker?) {
        switch strategy {
        case .connectivity: weighConnectivity(from: sender, epoch: theirEpoch, theirs)
        case .disallow:
            guard joins(theirEpoch, of: sender) else { return }
            weighRanks(from: sender, disallowed)
        default:
            guard joins(theirEpoch, of: sender) else { return }
            weighRanks(from: sender, [])
        }
    }

    /// Whether a proposal belongs to the election that this monitor holds, or to a later one, which it joins.
    private func joins(_ theirEpoch: UInt32, of sender: Int) -> Bool {
        if theirEpoch > epoch {
            advance(to: theirEpoch)
        } else if theirEpoch < epoch {
            answerOldProposal(of: sender)
            return false
        }
        return true
    }

    /// A monitor that has just started knows no better epoch: a new election lets it join.
    private func answerOldProposal(of sender: Int) {
        guard epoch % 2 == 0, !monitor.quorum.contains(sender) else {
            environment.log(5, .mon, "ignoring old propose of rank \(sender)")
            return repeatProposal(to: sender)
        }
        environment.log(5, .mon, "got propose from old epoch, rank \(sender) must have just started")
        monitor.startElection()
    }

    /// The lowest rank that may lead wins.
    private func weighRanks(from sender: Int, _ disallowed: Set<Int>) {
        let iMayLead = !disallowed.contains(rank)
        let theyMayLead = !disallowed.contains(sender)
        if iMayLead && (rank < sender || !theyMayLead) {
            outbid(sender)
        } else if theyMayLead, leaderAcked.map({ $0 >= sender }) ?? true {
            deferTo(sender)
        }
    }

    /// This monitor would win over who proposes.
    private func outbid(_ sender: Int) {
        guard leaderAcked == nil else { return }
        if isElectingMe { repeatProposal(to: sender) } else { monitor.startElection() }
    }

    // MARK: Connectivity

    /// What all think of the connections of a monitor; below zero if it may not lead.
    private func score(_ peer: Int, _ tracker: ConnectionTracker) -> Double {
        disallowed.contains(peer) ? -1 : tracker.totalScore(of: Int32(clamping: peer)).score
    }

    /// Whether `first` is better than `second` by their scores, and by their ranks where those are equal.
    private func precedes(_ first: Int, _ second: Int, _ tracker: ConnectionTracker) -> Bool {
        let (one, other) = (score(first, tracker), score(second, tracker))
        return first < second ? one >= other : one > other
    }

    private func weighConnectivity(
        from sender: Int, epoch theirEpoch: UInt32, _ theirs: ConnectionTracker?
    ) {
        if epoch % 2 == 0, lastWinner != rank, !monitor.quorum.contains(sender), !wouldVoteOtherwise() {
            return environment.log(5, .mon, "propose of rank \(sender) would not change our vote, dropped")
        }
        if theirEpoch > epoch {
            advance(to: theirEpoch)
            stableTracker = tracker
        } else if theirEpoch < epoch {
            return answerOldProposal(of: sender)
        }
        if score(rank, stableTracker) >= 0, precedes(rank, sender, stableTracker) {
            return outbid(sender)
        }
        guard score(sender, stableTracker) >= 0 else { return }
        guard let acked = leaderAcked, acked != sender else { return support(sender, theirs) }
        guard precedes(sender, acked, stableTracker) else { return }
        // Whom we voted for must see it so as well, or votes could go round in a circle.
        if precedes(sender, acked, leaderTracker ?? stableTracker) {
            support(sender, theirs)
        } else if precedes(sender, acked, tracker) {
            environment.log(5, .mon, "scores disagree between \(acked) and \(sender), new election")
            monitor.startElection()
        }
    }

    private func support(_ sender: Int, _ theirs: ConnectionTracker?) {
        deferTo(sender)
        leaderTracker = theirs ?? tracker
    }

    /// Peons of a stable quorum are not disturbed by one outside of it unless it matters.
    private func wouldVoteOtherwise() -> Bool {
        var best = (rank: 0, score: 0.0)
        for peer in monitor.monmap.ranks.indices {
            let score = score(peer, stableTracker)
            if score > best.score { best = (peer, score) }
        }
        guard let lastVotedFor else { return true }
        let margin = monitor.tunables.electorIgnoreProposeMargin
        return best.rank != lastVotedFor && best.score - score(lastVotedFor, stableTracker) >= margin
    }

    /// Whether `sender` can have won by what this monitor knows (`victory_makes_sense`).
    func makesSense(victoryOf sender: Int) -> Bool {
        switch strategy {
        case .disallow: !disallowed.contains(sender) && (sender < rank || disallowed.contains(rank))
        case .connectivity: !disallowed.contains(sender)
        default: sender < rank
        }
    }
}
