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
            } else if sync.isCopying(from: addresses) {
                confirmEnd(ofProvider: addresses)
            }
        }
    }

    /// Nothing more comes of a provider that is dead: the copy begins again with another.
    private func confirmEnd(ofProvider addresses: EntityAddressVector) {
        environment.probe(addresses) { [self] result in
            turn {
                guard result == .refused, sync.isCopying(from: addresses) else { return }
                environment.log(0, .mon, "the provider is dead, sync starts over")
                bootstrap()
            }
        }
    }

    private func confirmDeath(of peer: Int, _ addresses: EntityAddressVector) {
        let asked = electionEpoch
        environment.probe(addresses) { [self] result in
            turn {
                guard isInQuorum, electionEpoch == asked else { return }
                switch result {
                case .connected: suspects.remove(peer)
                case .unknown: break
                case .refused:
                    environment.log(0, .mon, "rank \(peer) is dead, calling new election")
                    startElection()
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
