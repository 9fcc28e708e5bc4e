import CephEncoding
import CephMessages
import CephTypes

/// What connections tell of the other monitors, sooner than timers would.
///
/// A broken connection alone proves nothing. When connecting again is refused, no process listens there: the
/// peer is dead, and nothing is left of the lease that it held. Where packets just vanish, Ceph's timers run.
/// (A firewall that refuses in a living monitor's name would break this: `mon_fast_failover = false` turns it
/// off.)
extension Monitor {
    /// The connection to or from another monitor broke.
    public func peerReset(_ addresses: EntityAddressVector) {
        guard state != .shutdown, tunables.fastFailover else { return }
        turn {
            guard let peer = rank(of: addresses), peer != rank else { return }
            suspects.insert(peer)
            if isInQuorum, peer == leader || (isLeader && quorum.contains(peer)) {
                confirmDeath(of: peer, addresses)
            } else if state == .electing {
                elector.considerAbsentees()
            }
        }
    }

    private func confirmDeath(of peer: Int, _ addresses: EntityAddressVector) {
        let asked = electionEpoch
        environment.probe(addresses) { [weak self] result in
            self?.turn {
                guard let self, self.isInQuorum, self.electionEpoch == asked else { return }
                switch result {
                case .connected: self.suspects.remove(peer)
                case .unknown: break
                case .refused:
                    self.environment.log(0, .mon, "rank \(peer) is dead, calling new election")
                    self.startElection()
                }
            }
        }
    }

    /// The member of the monmap with these addresses.
    func rank(of addresses: EntityAddressVector) -> Int? {
        for (rank, name) in monmap.ranks.enumerated()
        where monmap.monitors[name]?.publicAddresses == addresses {
            return rank
        }
        return nil
    }

    func hasFault(_ fault: PlantedFault) -> Bool { !faults.isEmpty && faults.contains(fault) }
}
