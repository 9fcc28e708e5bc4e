import CephEncoding
import CephMessages
import CephTypes

/// A manager goes, another one comes.
extension MgrService {
    private var osdMapService: OSDMapService { monitor.service(OSDMapService.self) }

    /// The old manager's clients can be kept out of the cluster now.
    var canBlocklist: Bool { osdMapService.isWriteable }

    /// Tries a request again as soon as the OSD map may be changed.
    func waitForOSDMap(_ request: Request) {
        osdMapService.whenWriteable { [monitor] in monitor.redispatch(request) }
    }

    /// Looks who was not heard of for too long (`mon_mgr_beacon_grace`).
    func checkBeacons() {
        guard isWriteable else { return }
        let now = environment.monotonicTime
        let grace = monitor.options.seconds("mon_mgr_beacon_grace", 30)
        let period = monitor.options.seconds("mgr_tick_period", 2)
        if let lastTick, now - lastTick > grace - period {
            // It was this monitor, or a long election, that was slow.
            for gid in lastBeacons.keys { lastBeacons[gid] = now }
        }
        lastTick = now
        // Whoever was not heard of since this monitor leads has its grace from now on.
        let managers = pending.standbys.keys + (pending.activeGID == 0 ? [] : [pending.activeGID])
        for gid in managers where lastBeacons[gid] == nil { lastBeacons[gid] = now }
        let silent = managers.filter { (lastBeacons[$0] ?? now) < now - grace }

        let before = pending
        for gid in silent where pending.standbys.contains(gid) { dropStandby(gid) }
        if silent.contains(pending.activeGID), canBlocklist {
            replaceActive()
        } else if pending.activeGID == 0 {
            promoteStandby()
        }
        // An old name of a module that always runs.
        if monitor.monmap.minMonRelease >= .octopus { pending.modules.remove("orchestrator_cli") }
        let mustWarn = !pending.isAvailable && !hasEverHadManager && downStatus != .ok
        if pending != before || mustWarn && storedHealth.checks["MGR_DOWN"] == nil { proposeWhenDue() }
    }

    private func replaceActive() {
        let name = pending.activeName
        dropActive()
        if promoteStandby() {
            monitor.clusterLog(
                .info,
                "Manager daemon \(name) is unresponsive, replacing it with standby daemon"
                    + " \(pending.activeName)")
        } else {
            monitor.clusterLog(
                .info, "Manager daemon \(name) is unresponsive.  No standby daemons available.")
        }
    }

    /// Makes the first standby the active manager.
    /// - Returns: false if there is none.
    @discardableResult
    func promoteStandby() -> Bool {
        guard pending.activeGID == 0, let (gid, standby) = pending.standbys.first else { return false }
        pending.activeGID = gid
        pending.activeName = standby.name
        pending.availableModules = standby.availableModules
        pending.activeFeatures = standby.features
        pending.isAvailable = false
        pending.activeAddresses = EntityAddressVector()
        pending.activeChange = environment.now
        monitor.clusterLog(.info, "Activating manager daemon \(standby.name)")
        dropStandby(gid, withMetadata: false)
        return true
    }

    /// Takes the active manager out of the map, and keeps it and the clients of its modules out of the cluster.
    /// The OSD map must be writeable.
    func dropActive() {
        lastBeacons[pending.activeGID] = nil
        let interval = monitor.options.double("mon_mgr_blocklist_interval", 86400)
        let until = environment.now.advanced(by: Duration(seconds: interval))
        let epoch = osdMapService.blocklist(pending.activeAddresses, until: until)
        for client in pending.clients { osdMapService.blocklist(client.addresses, until: until) }
        pendingMetadataRemovals.insert(pending.activeName)
        pendingMetadata.removeValue(forKey: pending.activeName)
        pending.activeName = ""
        pending.activeGID = 0
        pending.activeChange = environment.now
        pending.activeFeatures = 0
        pending.isAvailable = false
        pending.activeAddresses = EntityAddressVector()
        pending.services.removeAll()
        pending.clients.removeAll()
        pending.lastFailureOSDEpoch = epoch
        // Clients must know at once; and the next manager shall not wait for its first digest.
        osdMapService.proposeNow()
        proposeNow()
        cancelDigests()
    }

    func dropStandby(_ gid: UInt64, withMetadata: Bool = true) {
        if withMetadata, let name = pending.standbys[gid]?.name {
            pendingMetadataRemovals.insert(name)
            pendingMetadata.removeValue(forKey: name)
        }
        pending.standbys.removeValue(forKey: gid)
        lastBeacons[gid] = nil
    }
}
