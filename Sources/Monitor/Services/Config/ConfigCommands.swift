import CephEncoding
import CephTypes
import NIOCore

extension ConfigService {
    static let configCommands: [Command] =
        [
            .write(
                """
                config set name=who,type=CephString name=name,type=CephString name=value,type=CephString \
                name=force,type=CephBool,req=false
                """,
                help: "Set a configuration option for one or more entities", module: "config", set),
            .write(
                "config rm name=who,type=CephString name=name,type=CephString",
                help: "Clear a configuration option for one or more entities", module: "config", remove),
            .write(
                "config assimilate-conf",
                help: "Assimilate options from a conf, and return a new, minimal conf file", module: "config",
                assimilate),
            .write(
                "config reset name=num,type=CephInt,range=0",
                help: "Revert configuration to a historical version specified by <num>", module: "config",
                reset),
        ] + questions

    /// Runs a change when the keys can be changed too; until then it waits.
    private static func whenKeysAreWriteable(
        _ service: ConfigService, _ call: CommandCall, _ change: () throws -> CommandOutcome
    ) throws -> CommandOutcome {
        guard !service.keys.isWriteable else { return try change() }
        service.keys.whenWriteable { [monitor = service.monitor] in
            guard let command = monitor.commands[call.prefix] else { return }
            monitor.carryOut(command, call)
        }
        return .later
    }

    /// Proposes what has been set, if it changes anything.
    private static func finish(_ service: ConfigService, _ reply: CommandReply) -> CommandOutcome {
        guard service.reducePending() else { return .reply(reply) }
        service.proposeWithKeys()
        return .propose(reply, now: true)
    }

    /// The key under which an option for `who` lies.
    private static func key(_ who: String, _ name: String) throws -> String {
        guard let (section, mask) = OptionMask.parse(who) else {
            throw CommandError(.invalid, "unrecognized config target '\(who)'")
        }
        let place = mask.description
        return (section.isEmpty ? "global" : section) + "/" + (place.isEmpty ? "" : place + "/") + name
    }

    private static let set: @Sendable (ConfigService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try whenKeysAreWriteable(service, call) {
            let who = try call.arguments.string("who") ?? ""
            let name = MonitorOptions.normalized(try call.arguments.string("name") ?? "")
            var value = try call.arguments.string("value") ?? ""
            if try !call.arguments.bool("force") { value = try service.check(value, for: name) }
            service.pending[try key(who, name)] = .some(ByteBuffer(bytes: value.cephBytes))
            return finish(service, CommandReply())
        }
    }

    /// - Returns: the value as it is stored.
    private func check(_ value: String, for name: String) throws -> String {
        guard let option = option(named: name) else {
            throw CommandError(.invalid, "unrecognized config option '\(name)'")
        }
        let text: String
        do throws(ConfigValueError) {
            text = try option.parse(value).description
        } catch {
            throw CommandError(
                ErrorNumber(rawValue: error.code) ?? .invalid, "error parsing value: \(error.description)")
        }
        guard !option.isNotForMonitor else { throw Self.isSpecial(name) }
        return text
    }

    static func isSpecial(_ name: String) -> CommandError {
        CommandError(.invalid, "\(name) is special and cannot be stored by the mon")
    }

    private static let remove: @Sendable (ConfigService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try whenKeysAreWriteable(service, call) {
            let who = try call.arguments.string("who") ?? ""
            let name = MonitorOptions.normalized(try call.arguments.string("name") ?? "")
            service.pending[try key(who, name)] = .some(nil)
            return finish(service, CommandReply())
        }
    }

    private static let reset: @Sendable (ConfigService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try whenKeysAreWriteable(service, call) {
            let target = try call.arguments.int("num") ?? -1
            guard target >= 0, target <= Int64(clamping: service.lastCommitted) else {
                throw CommandError(
                    .invalid,
                    "must specify a valid historical version to revert to; see 'ceph config log' for a list of "
                        + "avialable configuration historical versions")
            }
            // Back from the newest change to the one behind the target: what was before it counts.
            for version in (UInt64(target)..<service.lastCommitted).reversed() {
                for (key, change) in try service.changeSet(version + 1).changes {
                    if let previous = change.previous {
                        service.pending[key] = .some(ByteBuffer(bytes: previous.cephBytes))
                    } else if change.new != nil {
                        service.pending[key] = .some(nil)
                    }
                }
            }
            service.pendingDescription = "reset to \(target)"
            return finish(service, CommandReply())
        }
    }

    private static let assimilate: @Sendable (ConfigService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try whenKeysAreWriteable(service, call) {
            let file: ConfigFile
            do throws(ConfigFileError) {
                file = try ConfigFile(bytes: call.input.readableBytesView)
            } catch {
                throw CommandError(.invalid, error.description)
            }
            var reply = CommandReply()
            for (section, values) in file.sections {
                var left = ""
                for (name, text) in values where !name.isEmpty {
                    guard let option = service.assimilable(name) else {
                        left += "\t\(name) = \(text)\n"
                        continue
                    }
                    reply.code = 0
                    do throws(ConfigValueError) {
                        let value = try option.parse(text).description
                        if service.assimilate(value, of: option, in: section) { continue }
                    } catch {
                        // What could not be read last is the answer's number if nothing is changed.
                        reply.code = -error.code
                    }
                    left += "\t\(name) = \(text)\n"
                }
                if !left.isEmpty { reply.output.writeBytes("\n[\(section)]\n\(left)".cephBytes) }
            }
            if service.pending.isEmpty { return .reply(reply) }
            reply.code = 0
            return finish(service, reply)
        }
    }

    /// An option that a file's values may be taken of.
    private func assimilable(_ name: String) -> ConfigOption? {
        option(named: name).flatMap { $0.flags.isDisjoint(with: [.noMonUpdate, .clusterCreate]) ? $0 : nil }
    }

    /// Takes over one value of a file, unless there is another already.
    /// - Returns: whether it is the configuration's now.
    private func assimilate(_ value: String, of option: ConfigOption, in section: String) -> Bool {
        let existing = map.section(named: section)?.options.first { $0.option.name == option.name }
        if let existing { return existing.rawValue == value }
        pending["\(section)/\(option.name)"] = .some(ByteBuffer(bytes: value.cephBytes))
        return true
    }
}
