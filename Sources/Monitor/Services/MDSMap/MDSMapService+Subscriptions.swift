import CephEncoding
import CephMessages
import CephTypes

// What sessions are told of file systems (src/mon/MDSMonitor.cc, check_sub).

extension MDSMapService {
    func tell(_ session: Session) {
        guard map.epoch > 0 else { return }
        for name in session.subscriptions.keys.sorted() { checkSubscription(name, of: session) }
    }

    /// Sends what a session asked for under this name, if it is news to it: `fsmap`, `fsmap.user`, `mdsmap` or
    /// `mdsmap.ID`. Others are not for this service.
    func checkSubscription(_ name: String, of session: Session) {
        guard let subscription = session.subscriptions[name], isOurs(name) else { return }
        var visible = map
        visible.filter(allowed: session.caps.allowedFileSystems)
        guard subscription.next <= UInt64(visible.epoch) else { return }
        switch name {
        case "fsmap":
            monitor.push(MFSMap(epoch: visible.epoch, fsMap: visible), to: session)
            told(name, session, UInt64(visible.epoch))
        case "fsmap.user":
            monitor.push(MFSMapUser(epoch: visible.epoch, fsMap: visible.names), to: session)
            told(name, session, UInt64(visible.epoch))
        default:
            guard let mdsMap = mdsMap(for: session, named: name, in: visible),
                subscription.next <= UInt64(mdsMap.epoch)
            else { return }
            monitor.push(message(mdsMap), to: session)
            told(name, session, UInt64(mdsMap.epoch))
        }
    }

    private func isOurs(_ name: String) -> Bool {
        name == "fsmap" || name == "fsmap.user" || name == "mdsmap" || name.hasPrefix("mdsmap.")
    }

    private func told(_ name: String, _ session: Session, _ epoch: UInt64) {
        if session.subscriptions[name]?.isOneTime == true {
            session.subscriptions[name] = nil
        } else {
            session.subscriptions[name]?.next = epoch + 1
        }
    }

    /// The message that carries a file system's map.
    func message(_ mdsMap: MDSMap) -> MMDSMap {
        MMDSMap(
            fsid: monitor.monmap.fsid, epoch: mdsMap.epoch, encoded: CephEncoder.encode(mdsMap),
            fsName: mdsMap.fsName)
    }

    /// A server gets the map of the file system that it serves. A client says which it wants, or gets the
    /// default one; nil for one that does not exist.
    private func mdsMap(for session: Session, named name: String, in map: FSMap) -> MDSMap? {
        if session.name.type == .mds { return mdsMap(forServer: session, in: map) }
        let suffix = name.dropFirst("mdsmap.".count)
        let wanted = suffix.isEmpty ? map.legacyClientFSCID : try? StrictInteger.parse32(suffix)
        return wanted.flatMap { map.filesystems[$0]?.mdsMap }
    }

    /// A standby gets a map with itself in it, and nothing else.
    private func mdsMap(forServer session: Session, in map: FSMap) -> MDSMap? {
        let gid = map.allInfo.elements.last { $0.value.addresses == session.addresses }?.key
        if let gid, let fscid = map.roles[gid], let filesystem = map.filesystems[fscid] {
            return filesystem.mdsMap
        }
        var alone = MDSMap.null
        alone.epoch = map.epoch
        if let gid, let info = map.standbyDaemons[gid] {
            alone.info[gid] = info
            alone.epoch = map.standbyEpochs[gid] ?? map.epoch
        }
        return alone
    }
}

extension FSMap {
    fileprivate var names: FSMapUser {
        FSMapUser(
            epoch: epoch, legacyClientFSCID: legacyClientFSCID,
            filesystems: filesystems.mapValues(\.mdsMap.fsName))
    }
}
