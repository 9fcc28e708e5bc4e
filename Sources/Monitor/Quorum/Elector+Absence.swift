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
            absenceTimer = environment.schedule(after: monitor.tunables.absenceProbeDelay) { [weak self] in
                self?.monitor.turn {
                    guard let self else { return }
                    self.absenceTimer = nil
                    guard self.isElectingMe else { return }
                    self.probe(self.monitor.monmap.ranks.indices.filter { self.voters[$0] == nil })
                }
            }
        }
    }

    private func probe(_ ranks: [Int]) {
        let (asked, acked) = (epoch, voters.count)
        for peer in ranks {
            guard let addresses = monitor.monmap.info(ofRank: peer)?.publicAddresses else { continue }
            environment.probe(addresses) { [weak self] result in
                self?.monitor.turn {
                    guard let self, self.isElectingMe, self.epoch == asked, result == .refused else { return }
                    guard self.monitor.state == .electing, self.voters.count == acked else { return }
                    self.absentees[peer] = acked
                    if self.isEveryoneAccountedFor { self.declareVictory() }
                }
            }
        }
    }
}
