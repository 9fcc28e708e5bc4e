import CephTypes

/// Those who keep silent in an election: perhaps they are not there at all.
extension Elector {
    /// Every monitor has acknowledged, or has no process since the last one did: no lease of an earlier quorum is
    /// held by anybody.
    var isEveryoneAccountedFor: Bool {
        monitor.monmap.ranks.indices.allSatisfy { voters[$0] != nil || absentees[$0] == voters.count }
    }

    /// With a majority behind it, a candidate looks whether those who keep silent are there at all.
    func considerAbsentees() {
        guard isElectingMe, monitor.tunables.fastFailover else { return }
        guard voters.count >= monitor.monmap.majority else { return }
        let missing = monitor.monmap.ranks.indices.filter { voters[$0] == nil }
        if missing.allSatisfy({ monitor.suspects.contains($0) }) {
            probe(missing)
        } else if absenceTimer == nil {
            absenceTimer = monitor.schedule(after: monitor.tunables.absenceProbeDelay) { [self] in
                absenceTimer = nil
                guard isElectingMe else { return }
                probe(monitor.monmap.ranks.indices.filter { voters[$0] == nil })
            }
        }
    }

    private func probe(_ ranks: [Int]) {
        let (asked, acked) = (epoch, voters.count)
        for peer in ranks {
            guard let addresses = monitor.monmap.info(ofRank: peer)?.publicAddresses else { continue }
            environment.probe(addresses) { [self, monitor] result in
                monitor.turn {
                    guard isElectingMe, epoch == asked, result == .refused else { return }
                    guard monitor.state == .electing, voters.count == acked else { return }
                    absentees[peer] = acked
                    if isEveryoneAccountedFor { declareVictory() }
                }
            }
        }
    }
}
