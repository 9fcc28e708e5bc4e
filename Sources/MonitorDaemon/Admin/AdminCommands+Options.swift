import CephEncoding
import CephTypes
import Monitor

/// Commands about the options of the running process (src/common/ceph_context.cc).
extension AdminCommands {
    static let optionEntries: [Entry] = [
        Entry("config show", "dump current config settings") { commands, call in
            call.formatted("config show") { commands.options.show(to: &$0) }
        },
        Entry("config diff", "dump diff of current config and default config") { commands, call in
            call.formatted("config diff") { commands.options.diff(to: &$0) }
        },
        Entry(
            "config diff get name=var,type=CephString",
            "dump diff get <field>: dump diff of current and default config setting <field>"
        ) { commands, call in
            // Ceph takes the name and shows all.
            call.formatted("config diff get") { commands.options.diff(to: &$0) }
        },
        Entry("config get name=var,type=CephString", "config get <field>: get the config value") {
            commands, call in
            let name = try call.arguments.required("var")
            guard ConfigOptionTable.option(named: name) != nil else {
                throw CommandError(.noEntry, "error getting '\(name)': (2) No such file or directory")
            }
            return call.formatted("config get") {
                $0.string(name, commands.options.expand(commands.options.string(name)))
            }
        },
        Entry(
            "config help name=var,type=CephString,req=false", "get config setting schema and descriptions"
        ) { _, call in
            guard let name = try call.arguments.string("var") else {
                return call.formatted("config help") {
                    $0.dump("options", each: "option", ConfigOptionTable.sorted)
                }
            }
            guard let option = ConfigOptionTable.option(named: name) else {
                throw CommandError(.noEntry, "Setting not found: '\(name)'")
            }
            return call.formatted("config help") { $0.dump("option", option) }
        },
        Entry(
            "config set name=var,type=CephString name=val,type=CephString,n=N",
            "config set <field> <val> [<val> ...]: set a config variable"
        ) { commands, call in
            let name = try call.arguments.required("var")
            let said = try commands.set(name, try call.arguments.strings("val").joined(separator: " "))
            return call.formatted("config set") { $0.string("success", said) }
        },
        Entry("config unset name=var,type=CephString", "config unset <field>: unset a config variable") {
            commands, call in
            var reply = call.formatted("config unset") { _ in }
            reply.status = try commands.unset(try call.arguments.required("var"))
            return reply
        },
        Entry(
            "injectargs name=injected_args,type=CephString,n=N",
            "inject configuration arguments into running daemon"
        ) { commands, call in
            var reply = call.formatted("injectargs") { _ in }
            reply.status = try commands.inject(try call.arguments.strings("injected_args"))
            return reply
        },
    ]

    private var options: MonitorOptions { monitor.options.options }

    /// Sets an option until the process ends.
    /// - Returns: what changed.
    private func set(_ name: String, _ value: String) throws -> String {
        let start = "error setting '\(name)' to '\(value)': "
        guard ConfigOptionTable.option(named: name) != nil else {
            throw CommandError(.noEntry, start + "(2) No such file or directory")
        }
        do {
            return try change { options throws(MonitorOptions.SetError) in
                try options.set(name, to: value, at: .override) ? [name] : []
            }
        } catch .notAtRuntime {
            throw CommandError(.operationNotPermitted, start + "(1) Operation not permitted")
        } catch {
            throw CommandError(.invalid, start + "(22) Invalid argument")
        }
    }

    private func unset(_ name: String) throws -> String {
        guard ConfigOptionTable.option(named: name) != nil else {
            throw CommandError(.invalid, "error unsetting '\(name)': (22) Invalid argument")
        }
        return try change { options throws(MonitorOptions.SetError) in
            options.remove(name, at: .override) ? [name] : []
        }
    }

    /// Sets options as on a command line: all that can be, whatever is wrong with others.
    /// - Returns: what changed.
    private func inject(_ texts: [String]) throws -> String {
        var arguments = InjectedArguments(texts)
        var code = arguments.complaints.isEmpty ? nil : ErrorNumber.invalid
        let changes = change { options in
            var changed: [String] = []
            for (option, value) in arguments.settings {
                do throws(MonitorOptions.SetError) {
                    if try options.set(option.name, to: value, at: .override) { changed.append(option.name) }
                } catch {
                    code = arguments.complain(option, value, error)
                }
            }
            return changed
        }
        var status = arguments.complaints
        if !arguments.unknown.isEmpty {
            code = .invalid
            status += " failed to parse arguments: \(arguments.unknown.joined(separator: ","))\n"
        }
        guard let code else { return changes }
        throw CommandError(code, status + changes)
    }

    /// Changes options of the running monitor.
    /// - Parameter body: returns the options that changed.
    /// - Returns: their values, as an operator is told.
    private func change<E: Error>(
        _ body: (inout MonitorOptions) throws(E) -> [String]
    ) throws(E) -> String {
        var changed: [String] = []
        try monitor.changeOptions { (options) throws(E) in changed = try body(&options) }
        // Of the log's levels Ceph says nothing.
        return Set(changed).sorted().filter { !$0.hasPrefix("debug_") }.map { name in
            let isObserved = ConfigOptionTable.option(named: name)?.isObserved ?? false
            return "\(name) = '\(options.string(name))' "
                + (isObserved ? "" : "(not observed, change may require restart) ")
        }.joined()
    }
}
