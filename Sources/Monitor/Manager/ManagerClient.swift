import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// The monitor's own session with the active manager (src/mgr/MgrClient.cc): reports of its counters go to it,
/// and commands that only managers answer.
///
/// A session begins with `MMgrOpen`. The manager says in `MMgrConfigure` how often it wants reports, and of
/// what. When the connection breaks, or another manager is active, a new session begins, no sooner than
/// `mgr_connect_retry_interval` after the last one did; commands without an answer are sent again.
public final class ManagerClient {
    /// What is known of the session that is open.
    struct Link {
        let addresses: EntityAddressVector
        /// Seconds between reports; 0 while none are wanted.
        var period: UInt32 = 0
        /// The least priority of counters that are reported.
        var threshold: UInt32 = 0
        /// Counters that the manager knows of, by their paths.
        var declared: CephSet<String> = []
        var reportTimer: TimerID?
        var hasReported = false
        /// The options that it was told of.
        var config = ByteBuffer()
    }

    unowned let monitor: Monitor
    var link: Link?
    /// What this process counts, told at each report; nil where nobody counts.
    public var counters: (() -> [PerfCounter])?

    private var lastAttempt: Duration?
    private var retryTimer: TimerID?

    // Commands that wait for the manager's answer.
    var commands: [UInt64: ProxiedCommand] = [:]
    var lastCommand: UInt64 = 0
    /// What their messages take, in bytes.
    var commandBytes = 0

    init(monitor: Monitor) { self.monitor = monitor }

    var environment: any Environment { monitor.environment }
    var map: MgrMap { monitor.service(MgrService.self).map }

    // MARK: The session's life

    /// There is a map to follow, perhaps another one than before.
    func mapChanged() {
        if link == nil || link?.addresses != map.activeAddresses { reconnect() }
    }

    /// The connection is over, and with it the session.
    func connectionBroke() {
        guard link != nil else { return }
        environment.log(4, .mon, "the connection with mgr.\(map.activeName) is over")
        reconnect()
    }

    private func reconnect() {
        endSession()
        guard map.isAvailable, monitor.state != .shutdown else { return }
        let now = environment.monotonicTime
        let interval = Duration(seconds: monitor.options.options.float("mgr_connect_retry_interval"))
        if let due = lastAttempt.map({ $0 + interval }), now < due {
            guard retryTimer == nil else { return }
            retryTimer = monitor.schedule(after: due - now) { [weak self] in
                self?.retryTimer = nil
                self?.reconnect()
            }
            return
        }
        cancelRetry()
        lastAttempt = now
        environment.log(4, .mon, "connecting to mgr.\(map.activeName) at \(map.activeAddresses)")
        environment.connectToManager(map.activeAddresses)
        link = Link(addresses: map.activeAddresses)
        open()
        for (tid, command) in commands.sorted(by: { $0.key < $1.key }) { send(command, tid) }
    }

    private func endSession() {
        guard let link else { return }
        if let timer = link.reportTimer { environment.cancel(timer) }
        environment.disconnectFromManager()
        self.link = nil
    }

    private func cancelRetry() {
        if let retryTimer { environment.cancel(retryTimer) }
        retryTimer = nil
    }

    /// A monitor tells no metadata here: the manager asks the monitors for it.
    private func open() {
        var open = MMgrOpen(daemonName: monitor.name)
        let options = monitor.options.options
        open.config = options.setValues
        open.configDefaults = options.defaultValues
        link?.config = open.config
        send(open)
    }

    func send(_ body: any CephMessage, tid: UInt64 = 0) {
        environment.sendToManager(
            MessageEnvelope(body, tid: tid, source: EntityName(.mon, Int64(monitor.rank))))
    }

    /// The monitor ends. Managers are not told: that is for services, which come and go.
    func shutDown() {
        endSession()
        cancelRetry()
        commands = [:]
        commandBytes = 0
    }

    // MARK: Messages

    func receive(_ message: MessageEnvelope) {
        switch message.body {
        case let body as MMgrConfigure: configure(body)
        case let body as MMgrCommandReply:
            finish(
                message.tid, CommandReply(code: body.result, status: body.resultString, output: body.data))
        case let body as MCommandReply:
            finish(
                message.tid, CommandReply(code: body.result, status: body.resultString, output: body.data))
        default:
            environment.log(10, .mon, "not for a monitor, from mgr.\(map.activeName): \(message)")
        }
    }
}

extension Monitor {
    /// A message on the connection that ``Environment/connectToManager(_:)`` made last.
    public func receiveFromManager(_ message: MessageEnvelope) {
        guard state != .shutdown else { return }
        turn { manager.receive(message) }
    }

    /// That connection broke, or was refused.
    public func managerConnectionBroke() {
        guard state != .shutdown else { return }
        turn { manager.connectionBroke() }
    }
}
