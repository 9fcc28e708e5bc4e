import CephEncoding
import CephMessages
import CephTypes
import Monitor
import SeededRandom

/// What goes wrong, and how all of it ends.
extension Simulation {
    func carryOut(_ fault: PlannedFault) {
        guard !isMended, !isBusyRecovering else { return }
        let host = hosts[fault.host]
        let other = hosts[fault.other % hosts.count]
        note(.fault("\(fault)"))
        switch fault.kind {
        case .crash:
            restartAfter[host.index] = fault.span
            crash(host)
        case .crashAtWrite:
            restartAfter[host.index] = fault.span
            deathAtWrite[host.index] = (fault.amount % 12 + 1, fault.amount % 2 == 0)
        case .partition:
            network.keepsStuck = fault.amount % 2 == 0
            split(fault.other)
            later(fault.span) { $0.network.openAll() }
        case .oneWay:
            network.keepsStuck = fault.amount % 2 == 0
            network.shut(host.index, other.index)
            later(fault.span) { $0.network.openAll() }
        case .flap: flap(host, other, until: now + fault.span)
        case .pause: host.pausedUntil = max(host.pausedUntil, now + fault.span)
        case .clock: host.clockError += (fault.amount - 500_000) * 40_000
        case .slowDisk:
            host.diskSlowness = fault.amount % 2000 + 2
            later(fault.span) { _ in host.diskSlowness = 1 }
        case .diskFull:
            host.isDiskFull = true
            later(fault.span) { simulation in
                host.isDiskFull = false
                simulation.start(host)
            }
        case .reset:
            if let one = host.process, let peer = other.process, one !== peer { network.reset(one, peer) }
        case .wipe, .oldStore: loseDisk(of: host, fault)
        case .membership: changeMembers(host, fault)
        case .powerCut: cutPower(fault)
        case .crashAgain:
            restartAfter[host.index] = fault.span
            crash(host)
            troubleAtWrite(of: host, fault)
        }
    }

    private func later(_ span: Int64, _ action: @escaping (Simulation) -> Void) {
        schedule(at: now + span) { [unowned self] in
            guard !isMended else { return }
            action(self)
        }
    }

    /// Those whom `other` names lose their power, and come back one by one.
    private func cutPower(_ fault: PlannedFault) {
        for host in hosts where fault.other >> host.index & 1 == 1 {
            restartAfter[host.index] = fault.span / Int64((fault.amount + Int64(host.index)) % 4 + 1)
            crash(host)
        }
    }

    /// What a monitor that was away begins with, a copy of another's store perhaps, is cut short.
    private func troubleAtWrite(of host: SimulatedHost, _ fault: PlannedFault) {
        let write = fault.amount / 4 % 60 + 1
        if fault.amount % 4 < 2 {
            deathAtWrite[host.index] = (write, fault.amount % 2 == 0)
        } else {
            pauseAtWrite[host.index] = (write, fault.span)
        }
    }

    private func split(_ side: Int) {
        for one in hosts.indices {
            for other in hosts.indices where one != other && side >> one & 1 != side >> other & 1 {
                network.shut(one, other)
            }
        }
    }

    private func flap(_ one: SimulatedHost, _ other: SimulatedHost, until end: Int64) {
        guard now < end, one !== other, !isMended else { return network.openAll() }
        network.shut(one.index, other.index)
        network.shut(other.index, one.index)
        let pause = Int64.random(in: 10_000_000...1_500_000_000, using: &random)
        later(pause) { $0.network.openAll() }
        later(pause * 2) { $0.flap(one, other, until: end) }
    }

    /// Whether a monitor that lost its disk has not learned yet what the others know. Only one may lack that at a
    /// time, with all others there: what a majority has agreed on is not on a majority's disks otherwise.
    private var isBusyRecovering: Bool {
        guard let index = recovering else { return false }
        if isWhole, hosts[index].process?.monitor.isInQuorum == true { recovering = nil }
        return recovering != nil
    }

    /// Takes a monitor out of the map, and lets one with a new disk join in its place later.
    private func changeMembers(_ host: SimulatedHost, _ fault: PlannedFault) {
        let staying = hosts.filter { !$0.isRetired }
        guard staying.count > 3, !host.isRetired else { return }
        guard let leader = hosts.compactMap(\.process).first(where: { $0.monitor.isLeader }) else { return }
        let session = Session(connection: ConnectionID(.max), name: EntityName(.client, 0))
        session.authName = AuthEntityName(.client, "admin")
        session.caps = .allowAll
        leader.wake(at: now) { [unowned self] in
            leader.monitor.execute(
                CommandArguments(prefix: "mon rm", ["name": .string(host.name)]), session: session
            ) { [unowned self] reply in
                guard reply.code == 0 else { return }
                later(fault.span) { $0.rejoin(host) }
            }
        }
    }

    /// The newest monmap that anybody uses.
    private var newestMap: MonMap? {
        hosts.compactMap { $0.process?.monitor.monmap }.max { $0.epoch < $1.epoch }
    }

    /// Only once those who stay have elected without it: before, its disk is one of a majority's.
    private func rejoin(_ host: SimulatedHost) {
        let isOut = hosts.contains { other in
            guard let monitor = other.process?.monitor, monitor.isLeader else { return false }
            return !monitor.monmap.contains(host.name)
        }
        guard isOut else { return later(1_000_000_000) { $0.rejoin(host) } }
        guard let fresh = try? mkfs(newestMap) else { return }
        // It may not have noticed yet that it was taken out.
        takeDown(host)
        host.isRetired = false
        judge.forgetNumbers(of: host)
        host.disk.wipe()
        host.disk.apply(fresh, sync: true)
        start(host)
    }

    private func loseDisk(of host: SimulatedHost, _ fault: PlannedFault) {
        guard isWhole, hosts.count > 2, network.isOpen else { return }
        if fault.kind == .oldStore, oldDisks[host.index] == nil {
            // The first one of a run only keeps what the second one brings back.
            oldDisks[host.index] = host.disk.copy()
            return
        }
        recovering = host.index
        (deathAtWrite, pauseAtWrite) = ([:], [:])
        takeDown(host)
        judge.forgetNumbers(of: host)
        if fault.kind == .oldStore, let old = oldDisks[host.index] {
            host.disk.restore(old)
        } else {
            host.disk.wipe()
            if let fresh = try? mkfs(newestMap) { host.disk.apply(fresh, sync: true) }
        }
        if fault.amount % 3 == 0 { troubleAtWrite(of: host, fault) }
        schedule(at: now + fault.span) { [unowned self] in start(host) }
    }

    /// Ends all faults.
    func mend() {
        isMended = true
        note(.fault("all is mended"))
        network.openAll()
        (network.loss, network.duplication, network.reordering) = (0, 0, 0)
        network.delay = 100_000...1_000_000
        (deathAtWrite, pauseAtWrite) = ([:], [:])
        for host in hosts {
            host.diskSlowness = 1
            host.isDiskFull = false
            host.pausedUntil = min(host.pausedUntil, now)
            start(host)
        }
    }
}
