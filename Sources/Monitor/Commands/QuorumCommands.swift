import CephEncoding
import CephTypes
import NIOCore

/// Questions about monitors that need no service.
extension Monitor {
    static let quorumCommands: [Command] = [
        .monitor("quorum_status", help: "report status of monitor quorum", module: "mon") { monitor, call in
            guard monitor.waitForQuorum(call) else { return .later }
            return .reply(
                CommandReply(output: .streamed(call.text(.json) { monitor.dumpQuorumStatus(to: &$0) })))
        },
        .monitor(
            "mon_status", help: "report status of monitors", module: "mon", flags: [.noForward, .hidden]
        ) { monitor, call in
            .reply(call.formatted(.jsonPretty) { monitor.dumpStatus(to: &$0) })
        },
        .monitor(
            "mon ok-to-stop name=ids,type=CephString,n=N",
            help: "check whether mon(s) can be safely stopped without reducing immediate availability",
            module: "mon"
        ) { monitor, call in .reply(try monitor.mayStop(try call.arguments.strings("ids"))) },
        .monitor(
            "mon ok-to-add-offline",
            help: "check whether adding a mon and not starting it would break quorum", module: "mon"
        ) { monitor, call in
            guard monitor.quorum.count >= Monitor.majority(of: monitor.monmap.count + 1) else {
                throw CommandError(
                    .busy, "adding a monitor may break quorum (until that monitor starts)")
            }
            return .reply(
                CommandReply(
                    status: "adding another mon that is not yet online will not break quorum", text: ""))
        },
        .monitor(
            "mon ok-to-rm name=id,type=CephString",
            help: "check whether removing the specified mon would break quorum", module: "mon"
        ) { monitor, call in .reply(try monitor.mayRemove(try call.arguments.string("id"))) },
        .monitor("features", help: "report of connected features", module: "mon") { monitor, call in
            guard monitor.waitForQuorum(call) else { return .later }
            return .reply(call.formatted(.jsonPretty) { $0.dump("features", monitor.ownFeatureMap) })
        },
    ]

    static func majority(of count: Int) -> Int { count / 2 + 1 }

    /// False if the call comes back when there is a quorum.
    func waitForQuorum(_ call: CommandCall) -> Bool {
        guard !isInQuorum else { return true }
        waitingForQuorum.add { [self] reason in if reason != .cancelled { retry(call) } }
        return false
    }

    /// Carries a command out that waited.
    func retry(_ call: CommandCall) {
        guard let command = commands[call.prefix] else { return }
        carryOut(command, call)
    }

    private func mayStop(_ names: [String]) throws -> CommandReply {
        let left = CephSet(quorumNames.filter { !names.contains($0) }).joined(separator: ",")
        let list = "[" + names.joined(separator: ",") + "]"
        guard quorumNames.filter({ !names.contains($0) }).count >= Self.majority(of: monmap.count) else {
            throw CommandError(
                .busy, "not enough monitors would be available (\(left)) after stopping mons \(list)")
        }
        return CommandReply(status: "quorum should be preserved (\(left)) after stopping \(list)", text: "")
    }

    private func mayRemove(_ id: String?) throws -> CommandReply {
        guard let id else { throw CommandError(.invalid, "must specify a monitor id") }
        guard let rank = monmap.rank(of: id) else {
            return CommandReply(status: "mon.\(id) does not exist", text: "")
        }
        if quorum.contains(rank), quorum.count - 1 < Self.majority(of: monmap.count - 1) {
            throw CommandError(.busy, "removing mon.\(id) would break quorum")
        }
        return CommandReply(status: "safe to remove mon.\(id)", text: "")
    }
}
