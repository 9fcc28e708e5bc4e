import CephTypes
import FoundationEssentials

/// `ceph-mon`'s command line (src/ceph_mon.cc, src/common/ceph_argparse.cc).
public struct MonitorCommandLine: Sendable {
    /// What is to be done.
    public enum Task: Sendable {
        case run
        case makeStore
        case help
        case version
        case extractMonMap(String)
        case injectMonMap(String)
        case generateKeyring(String)
    }

    public var task = Task.run
    public var id: String?
    public var cluster = "ceph"
    public var configurationFile: String?
    /// Files for mkfs.
    public var monMap: String?
    public var keyring: String?
    public var osdMap: String?
    public var compact = false
    public var forceSync = false
    public var reallyMeanIt = false
    /// `-f`: do not fork; `-d`: nor write a log file.
    public var isForeground = false
    public var logsToStandardError = false
    public var user: String?
    public var group: String?
    /// `HOST:PORT` for Prometheus and health checks.
    public var metricsAddress: String?
    public var logsJSON = false
    /// Options and their texts, in the order in which they were given.
    public var options: [(name: String, value: String)] = []

    /// - Throws: ``UsageError`` for what is not understood.
    public init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            try take(argument, &rest)
        }
    }

    private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>) throws {
        guard argument.hasPrefix("-"), argument != "-" else {
            throw UsageError("too many arguments: \(argument)")
        }
        let pair = argument.split(separator: "=", maxSplits: 1).map(String.init)
        let isLong = argument.hasPrefix("--")
        let name = isLong ? String(pair[0].dropFirst(2).replacing("-", with: "_")) : pair[0]
        let given = isLong && pair.count == 2 ? pair[1] : nil
        func value() throws -> String {
            if let given { return given }
            guard let next = rest.popFirst() else {
                throw UsageError("option \(argument) requires an argument")
            }
            return next
        }
        if try takeTask(name, value) { return }
        switch name {
        case "-i", "id": id = try value()
        case "-n", "name": id = try monitorID(try value())
        case "-c", "conf": configurationFile = try value()
        case "cluster": cluster = try value()
        case "monmap": monMap = try value()
        case "keyring", "-k": keyring = try value()
        case "osdmap": osdMap = try value()
        case "compact": compact = true
        case "force_sync": forceSync = true
        case "yes_i_really_mean_it": reallyMeanIt = true
        case "-f", "foreground": isForeground = true
        case "-d": (isForeground, logsToStandardError) = (true, true)
        case "setuser": user = try value()
        case "setgroup": group = try value()
        case "metrics_addr": metricsAddress = try value()
        case "log_json": logsJSON = true
        case "-m": options.append(("mon_host", try value()))
        case "-D": options.append(("debug_ms", "1"))
        default:
            guard isLong else { throw UsageError("unknown option \(argument)") }
            try takeOption(name, given, &rest)
        }
    }

    private mutating func takeTask(_ name: String, _ value: () throws -> String) throws -> Bool {
        switch name {
        case "mkfs": task = .makeStore
        case "-h", "help": task = .help
        case "-v", "version": task = .version
        case "extract_monmap": task = .extractMonMap(try value())
        case "inject_monmap": task = .injectMonMap(try value())
        case "generate_keyring": task = .generateKeyring(try value())
        default: return false
        }
        return true
    }

    /// Any option of Ceph's by its name; switches need no value.
    private mutating func takeOption(_ name: String, _ given: String?, _ rest: inout ArraySlice<String>)
        throws
    {
        if let option = ConfigOptionTable.option(named: name) {
            if let given {
                options.append((name, given))
            } else if option.type == .bool {
                options.append((name, "true"))
            } else if let next = rest.popFirst() {
                options.append((name, next))
            } else {
                throw UsageError("option --\(name) requires an argument")
            }
        } else if let option = ConfigOptionTable.negated(by: name) {
            options.append((option.name, "false"))
        } else {
            throw UsageError("unknown option --\(name)")
        }
    }

    private func monitorID(_ name: String) throws -> String {
        guard let entity = AuthEntityName(name), entity.type == .mon else {
            throw UsageError("\(name) is no monitor; mon.ID is expected")
        }
        return entity.id
    }

    public static let usage = """
        usage: swift-ceph-mon -i ID [flags]
          --debug_mon n         debug monitor level (e.g. 10)
          --mkfs                build fresh monitor fs
          --monmap FILE         the monmap for --mkfs
          --keyring FILE        the keyring for --mkfs, or the monitor's own
          --fsid UUID           the cluster's id for --mkfs
          --public-addr ADDR    where this monitor listens
          --mon-data PATH       the monitor's data folder
          --force-sync          force a sync from another mon by wiping local data (BE CAREFUL)
          --yes-i-really-mean-it
                                mandatory safeguard for --force-sync
          --compact             compact the monitor store
          --extract-monmap FILE write the monmap of the store to FILE and exit
          --inject-monmap FILE  write the monmap in FILE into the store and exit
          --generate-keyring FILE
                                write a new cluster's keys, of mon. and client.admin, to FILE and exit
          --metrics-addr ADDR   serve /metrics, /healthz and /readyz at HOST:PORT
          --log-json            log lines as JSON
          -c FILE, --conf FILE  read configuration from FILE
          -f                    run in the foreground
          -d                    run in the foreground, log to standard error
          --setuser USER, --setgroup GROUP
          --OPTION VALUE        any of Ceph's options

        """
}

/// The command line is not understood.
public struct UsageError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
