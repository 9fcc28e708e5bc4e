import CephEncoding
import CephTypes
import Foundation
import Messenger
import Monitor

/// What the process is told for its own sake: its options, its memory, its devices.
extension AdminCommands {
    static let processCommands: [Entry] = [
        Entry(
            "injectargs name=injected_args,type=CephString,n=N",
            "inject configuration arguments into running daemon"
        ) { commands, arguments, formatter in
            let status = try commands.injectArguments(arguments.strings("injected_args"))
            formatter.object("injectargs") { _ in }
            return status
        },
        Entry(
            "heap name=heapcmd,type=CephChoices,strings=dump|start_profiler|stop_profiler|release|stats"
                + " name=value,type=CephString,req=false",
            "show heap usage info (available only if compiled with tcmalloc)"
        ) { _, _, _ in
            // Nor is Debian's monitor: what glibc's allocator holds is under `memory`.
            throw CommandError(
                .notSupported, "could not issue heap profiler command -- not using tcmalloc!")
        },
        Entry("config unset name=var,type=CephString", "config unset <field>: unset a config variable") {
            commands, arguments, formatter in
            let name = try arguments.required("var")
            commands.monitor.changeOptions { $0.remove(name, at: .override) }
            commands.optionsChanged()
            formatter.object("config unset") { $0.string("success", "") }
            return ""
        },
        Entry(
            "config help name=var,type=CephString,req=false", "get config setting schema and descriptions"
        ) { _, arguments, formatter in
            guard let name = try arguments.string("var") else {
                formatter.object("config help") { section in
                    section.array("options") { list in
                        for option in ConfigOptionTable.sorted { list.object("option") { option.dump(to: &$0) } }
                    }
                }
                return ""
            }
            guard let option = ConfigOptionTable.option(named: name) else {
                throw CommandError(.noEntry, "Setting not found: '\(name)'")
            }
            formatter.object("config help") { section in
                section.object("option") { option.dump(to: &$0) }
            }
            return ""
        },
        Entry(
            "add_bootstrap_peer_hint name=addr,type=CephIPAddr",
            "add peer address as potential bootstrap peer for cluster bringup"
        ) { commands, arguments, formatter in
            try commands.addPeerHint(arguments.required("addr"), to: &formatter)
        },
        Entry(
            "add_bootstrap_peer_hintv name=addrv,type=CephString",
            "add peer address vector as potential bootstrap peer for cluster bringup"
        ) { commands, arguments, formatter in
            try commands.addPeerHint(arguments.required("addrv"), to: &formatter)
        },
    ]

    private func addPeerHint(_ text: String, to formatter: inout CephFormatter) throws -> String {
        guard !monitor.isInQuorum else { return monitor.addPeerHint(EntityAddressVector()) }
        guard let addresses = try MonHost.parse(text).first else {
            throw CommandError(.invalid, "\(text) is no address")
        }
        return monitor.addPeerHint(addresses)
    }

    /// Options as they stand on a command line, set until the process ends (`md_config_t::injectargs`).
    /// - Returns: those of which another value counts now, with their values.
    private func injectArguments(_ words: [String]) throws -> String {
        let pairs = try Self.pairs(
            words.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })
        var changed: CephSet<String> = []
        var complaints = ""
        var code = Int32(0)
        for (name, value) in pairs {
            do throws(MonitorOptions.SetError) {
                var isChanged = false
                try monitor.changeOptions { (options) throws(MonitorOptions.SetError) in
                    isChanged = try options.set(name, to: value, at: .override)
                }
                if isChanged { changed.insert(name) }
            } catch {
                let reason: String
                switch error {
                case .badValue(let error): (code, reason) = (-EINVAL, error.description)
                case .notAtRuntime(let text): (code, reason) = (-EPERM, text)
                case .unknownOption(let name): (code, reason) = (-ENOENT, "unknown option \(name)")
                }
                let why = reason.isEmpty ? "" : " (\(reason))"
                complaints += "Parse error setting \(name) to '\(value)' using injectargs\(why).\n"
            }
        }
        optionsChanged()
        guard complaints.isEmpty else { throw CommandError(code: code, complaints) }
        let options = monitor.options.options
        // Levels of the log are no options in this sense.
        return changed.filter { !$0.hasPrefix("debug_") }.map { "\($0) = '\(options.string($0))' " }.joined()
    }

    /// Names and values; switches stand for true, with `no_` for false.
    private static func pairs(_ words: [String]) throws -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        var unknown: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                unknown.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = (parts.first ?? "").replacingOccurrences(of: "-", with: "_")
            if let option = ConfigOptionTable.option(named: name) {
                if parts.count == 2 {
                    pairs.append((name, String(parts[1])))
                } else if option.type == .bool {
                    pairs.append((name, "true"))
                } else if let value = rest.popFirst() {
                    pairs.append((name, value))
                } else {
                    throw CommandError(.invalid, "Option --\(name) requires an argument.\n")
                }
            } else if name.hasPrefix("no_"),
                ConfigOptionTable.option(named: String(name.dropFirst(3)))?.type == .bool
            {
                pairs.append((String(name.dropFirst(3)), "false"))
            } else {
                unknown.append(word)
            }
        }
        guard unknown.isEmpty else {
            throw CommandError(.invalid, " failed to parse arguments: \(unknown.joined(separator: ","))\n")
        }
        return pairs
    }
}
