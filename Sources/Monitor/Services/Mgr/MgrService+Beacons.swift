import CephEncoding
import CephMessages
import CephTypes

/// Managers tell every two seconds that they live (src/mon/MgrMonitor.cc: `prepare_beacon`).
extension MgrService {
    /// Whether a beacon is dropped: of somebody who may not send it, or of another cluster.
    func isUnwanted(_ request: Request) -> Bool {
        guard let beacon = request.message.body as? MMgrBeacon else { return true }
        guard request.session.isCapable("mgr", .execute) else {
            environment.log(1, .mon, "insufficient caps of \(request.session.name) for a manager's beacon")
            return true
        }
        return beacon.fsid != monitor.monmap.fsid
    }

    /// - Returns: whether the map changes.
    func prepareBeacon(_ request: Request) -> Bool {
        guard let beacon = request.message.body as? MMgrBeacon else { return false }
        let before = pending
        if beacon.name == pending.activeName && beacon.gid != pending.activeGID {
            guard canBlocklist else {
                waitForOSDMap(request)
                return false
            }
            monitor.clusterLog(.info, "Active manager daemon \(beacon.name) restarted")
            dropActive()
        }
        if let old = pending.standbys.first(where: { $0.value.name == beacon.name && $0.key != beacon.gid }) {
            monitor.clusterLog(.debug, "Standby manager daemon \(beacon.name) restarted")
            dropStandby(old.key)
        }
        lastBeacons[beacon.gid] = environment.monotonicTime
        if pending.activeGID == beacon.gid {
            updateActive(beacon)
        } else if beacon.isAvailable {
            // It thinks that it is active: a map without any manager tells it that it is not.
            environment.log(4, .mon, "mgr.\(beacon.name) thinks it is active but it is not")
            monitor.reply(to: request, MMgrMap(map: MgrMap()))
        } else if pending.activeGID == 0 {
            activate(beacon)
        } else {
            updateStandby(beacon)
        }
        return pending != before || !pendingCommands.isEmpty
    }

    private func updateActive(_ beacon: MMgrBeacon) {
        pending.services = beacon.services
        pending.activeAddresses = beacon.serverAddresses
        if pending.isAvailable != beacon.isAvailable {
            monitor.clusterLog(.info, "Manager daemon \(pending.activeName) is now available")
            pendingCommands = beacon.commands
            pending.isAvailable = beacon.isAvailable
        }
        pending.availableModules = beacon.modules
        pending.clients = beacon.clients
    }

    private func activate(_ beacon: MMgrBeacon) {
        if pending.standbys.contains(beacon.gid) { dropStandby(beacon.gid, withMetadata: false) }
        pending.activeGID = beacon.gid
        pending.activeName = beacon.name
        pending.activeChange = environment.now
        pending.activeFeatures = beacon.features
        pending.availableModules = beacon.modules
        keep(beacon.metadata, of: beacon.name)
        monitor.clusterLog(.info, "Activating manager daemon \(beacon.name)")
    }

    private func updateStandby(_ beacon: MMgrBeacon) {
        if pending.standbys.contains(beacon.gid) {
            pending.standbys[beacon.gid]?.availableModules = beacon.modules
            return
        }
        monitor.clusterLog(.debug, "Standby manager daemon \(beacon.name) started")
        var standby = MgrStandby()
        standby.gid = beacon.gid
        standby.name = beacon.name
        standby.availableModules = beacon.modules
        standby.features = beacon.features
        pending.standbys[beacon.gid] = standby
        keep(beacon.metadata, of: beacon.name)
    }

    private func keep(_ metadata: CephMap<String, String>, of name: String) {
        pendingMetadata[name] = DaemonMetadata(metadata)
        pendingMetadataRemovals.remove(name)
    }
}
