import CephMessages
import CephTypes

/// Monitors that ask to be added, or say what name and addresses they have now (`MonmapMonitor::prepare_join`).
extension MonMapService {
    func isJoin(_ message: any CephMessage) -> Bool { message is MMonJoin }

    /// True where the map says so already, or the sender may not ask.
    func preprocessJoin(_ join: MMonJoin, _ request: Request) -> Bool {
        guard request.session.isCapable("mon", [.read, .write, .execute]) else {
            environment.log(0, .mon, "MMonJoin without the capability for it, ignored")
            return true
        }
        guard join.fsid == monitor.monmap.fsid, !join.addresses.addresses.isEmpty else { return true }
        guard let known = monitor.monmap.monitors[join.name] else { return false }
        return known.publicAddresses == join.addresses && !join.forceLocation
    }

    /// Puts it into the map: under its name, and at its addresses, which no other keeps.
    func prepareJoin(_ join: MMonJoin) -> Bool {
        environment.log(0, .mon, "adding/updating mon.\(join.name) at \(join.addresses)")
        for address in join.addresses.addresses {
            if let other = pending.name(of: address), other != join.name { pending.remove(other) }
        }
        if pending.contains(join.name) {
            pending.setAddresses(join.addresses, of: join.name)
        } else {
            pending.add(MonInfo(name: join.name, publicAddresses: join.addresses))
        }
        if !join.crushLocation.isEmpty {
            pending.update(join.name) { $0.crushLocation = join.crushLocation }
        }
        pending.lastChanged = environment.now
        return true
    }
}
