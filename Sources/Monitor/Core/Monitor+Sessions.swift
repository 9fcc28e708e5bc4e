import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore

extension CephMessage {
    /// What may come before a session has proved who it is.
    var isBeforeAuthentication: Bool { self is MAuth || self is MMonGetMap || self is MPing }
}

/// What sessions ask of the monitor itself: maps, versions, news.
extension Monitor {
    /// `MMonGetMap`: the monmap, for whoever asks (`send_latest_monmap`).
    func sendMonMap(to session: Session) {
        push(MMonMap(monMap: CephEncoder.encode(monmap, features: session.features)), to: session)
    }

    /// A session of msgr v1 has proved who it is: it gets the monmap at once if its own is old.
    func sessionAuthenticated(_ session: Session) {
        environment.log(10, .mon, "session \(session.name) authenticated as \(session.authName)")
    }

    /// `MMonSubscribe` (`handle_subscribe`).
    func subscribe(_ message: MMonSubscribe, _ request: Request) {
        let session = request.session
        if !message.hostname.isEmpty { session.remoteHost = message.hostname }
        for (name, item) in message.what where mayTell(session, of: name) {
            session.subscriptions[name] = Subscription(next: item.start, isOneTime: item.isOneTime)
        }
        // Who is older thinks that it must renew what it asked for.
        if !session.features.contains(.subscribe2) {
            let seconds = UInt32(clamping: tunables.subscribeInterval.components.seconds)
            reply(to: request, MMonSubscribeAck(interval: seconds, fsid: monmap.fsid))
        }
        atEndOfTurn(.publish) { [self] in
            for service in services where service.lastCommitted > 0 {
                service.checkSubscriptions(of: session)
            }
        }
    }

    private func mayTell(_ session: Session, of name: String) -> Bool {
        switch name {
        case "osdmap": session.isCapable("osd", .read)
        case "osd_pg_creates": session.isCapable("osd", .write)
        case _ where name.hasPrefix("kv:"): session.isCapable("config-key", .read)
        default: true
        }
    }

    /// `MMonGetVersion`: how new a map is (`handle_get_version`).
    func answerVersion(_ message: MMonGetVersion, _ request: Request) {
        let service: PaxosService
        switch message.what {
        case "mdsmap", "fsmap": service = self.service(MDSMapService.self)
        case "osdmap": service = self.service(OSDMapService.self)
        case "monmap": service = self.service(MonMapService.self)
        default: return environment.log(0, .mon, "invalid map type \(message.what)")
        }
        guard service.isReadable() else {
            return service.whenReadable { [self] in redispatch(request) }
        }
        var answer = MMonGetVersionReply()
        answer.handle = message.handle
        answer.version = service.lastCommitted
        answer.oldestVersion = service.firstCommitted
        reply(to: request, answer)
    }
}
