import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOConcurrencyHelpers
import NIOCore

@testable import Messenger

/// As much of a monitor as a client needs to connect, and to have its commands answered with what they were.
final class ScriptedMonitor: Dispatcher {
    struct State: Sendable {
        var monMap = MonMap()
        var exchanges: [Connection: AuthServerSession] = [:]
        var commands: [String] = []
        /// When the last of the commands came, as the event loop saw it.
        var lastCommand: NIODeadline?
        var resets = 0
        /// Whether commands are taken and not answered.
        var isMute = false
    }

    let keys: TestKeys
    let state = NIOLockedValueBox(State())

    init(_ keys: TestKeys) { self.keys = keys }

    /// Becomes the only monitor of a cluster.
    func serve(at addresses: EntityAddressVector) {
        serve([("a", addresses)])
    }

    func serve(_ monitors: [(name: String, addresses: EntityAddressVector)]) {
        var map = MonMap()
        map.epoch = 1
        map.fsid = CephUUID("3b6f1f3a-6c4c-4f7d-9e53-7b0f5f0f9a11") ?? .zero
        map.minMonRelease = .pacific
        for (name, addresses) in monitors { map.add(MonInfo(name: name, publicAddresses: addresses)) }
        let made = map
        state.withLockedValue { $0.monMap = made }
    }

    func messengerReady(_ connection: Connection) {}
    func reset(_ connection: Connection, _ kind: ResetKind) { state.withLockedValue { $0.resets += 1 } }

    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
    ) {
        func answer(_ body: any CephMessage) { connection.send(MessageEnvelope(body, tid: message.tid)) }
        switch message.body {
        case let auth as MAuth: answer(authenticate(auth, connection))
        case is MMonGetMap: answer(map)
        case let subscribe as MMonSubscribe:
            if subscribe.what["monmap"] != nil { answer(map) }
            if subscribe.what["config"] != nil { answer(MConfig()) }
        case let version as MMonGetVersion:
            answer(MMonGetVersionReply(handle: version.handle, version: 1, oldestVersion: 1))
        case let command as MMonCommand:
            if let reply = answerCommand(command) { answer(reply) }
        default: break
        }
    }

    private var map: MMonMap { MMonMap(monMap: CephEncoder.encode(state.withLockedValue { $0.monMap })) }

    private func answerCommand(_ command: MMonCommand) -> MMonCommandAck? {
        let text = command.command.joined()
        let isMute = state.withLockedValue {
            $0.commands.append(text)
            $0.lastCommand = .now()
            return $0.isMute
        }
        guard !isMute else { return nil }
        var ack = MMonCommandAck(resultString: "", command: command.command)
        if text.contains("get_command_descriptions") {
            ack.data = ByteBuffer(string: Self.descriptions)
        } else if text.contains("\"status\"") {
            ack.data = ByteBuffer(string: "this monitor is scripted\n")
        } else {
            ack.result = -22
            ack.resultString = "command not known"
        }
        return ack
    }

    private static let descriptions = """
        {"cmd000":{"sig":["status"],"help":"show cluster status","module":"mon","perm":"r","flags":0},
        "cmd001":{"sig":["fsid"],"help":"show cluster FSID","module":"mon","perm":"r","flags":0}}
        """

    private func authenticate(_ auth: MAuth, _ connection: Connection) -> MAuthReply {
        var random = RandomSource.system
        do {
            guard auth.protocolNumber != 0 else {
                let introduction = try AuthIntroduction(message: auth.authPayload)
                let isNew = introduction.globalID == 0
                let (session, beginning) = try AuthServerSession.begin(
                    .cephx, name: introduction.name, globalID: isNew ? 4200 : introduction.globalID,
                    isNewGlobalID: isNew, using: &random)
                state.withLockedValue { $0.exchanges[connection] = session }
                guard case .challenge(let payload) = beginning else { return MAuthReply(result: -22) }
                return MAuthReply(
                    protocolNumber: 2, globalID: session.globalID, resultPayload: payload)
            }
            guard var session = state.withLockedValue({ $0.exchanges[connection] }) else {
                return MAuthReply(result: -22)
            }
            let answer = try session.handle(
                auth.authPayload, secretLength: nil, keys: keys.keys, policy: keys.policy, now: TestKeys.now,
                using: &random)
            let kept = session
            state.withLockedValue { $0.exchanges[connection] = kept }
            switch answer {
            case .reply(let payload), .authenticated(_, let payload):
                return MAuthReply(
                    protocolNumber: 2, globalID: session.globalID, resultPayload: payload)
            }
        } catch {
            return MAuthReply(protocolNumber: 2, result: 0 - error.errno, resultMessage: error.reason)
        }
    }
}
