import CephEncoding
import CephTypes
import Foundation
import Monitor
import TestSupport
import Testing

@testable import MonitorDaemon

/// `injectargs` and `config set`, with the answers of Ceph's monitor 16.2.15 to the same.
@Suite struct OptionCommandTests {
    private struct Case: Sendable {
        var arguments: String
        var code: Int32
        var said: String
        init(_ arguments: String, _ code: Int32, _ said: String) {
            (self.arguments, self.code, self.said) = (arguments, code, said)
        }
    }

    private static let restart = "(not observed, change may require restart) "

    private static let cases = [
        Case("--mon_compact_on_start", 0, "mon_compact_on_start = 'true' \(restart)"),
        Case("--no_mon_compact_on_start", 0, "mon_compact_on_start = 'false' \(restart)"),
        Case("--no-mon-compact-on-start", 0, ""),
        Case(
            "--mon_compact_on_start=1 --mon-lease 7", 0,
            "mon_compact_on_start = 'true' \(restart)mon_lease = '7.000000' "),
        Case(
            "--no-mon_compact_on_start true", -22,
            " failed to parse arguments: true\nmon_compact_on_start = 'false' \(restart)"),
        Case(
            "--mon_compact_on_start=maybe", -22,
            "Parse error parsing binary flag  --mon_compact_on_start. Expected true or false, but got 'maybe'\n"
                + "Parse error setting mon_compact_on_start to '' using injectargs.\n"),
        Case(
            "--no_mon_compact_on_start=true", -22,
            " failed to parse arguments: --no_mon_compact_on_start=true\n"),
        Case("--no_mon_lease", -22, " failed to parse arguments: --no_mon_lease\n"),
        Case("mon_lease 6", -22, " failed to parse arguments: mon_lease,6\n"),
        Case(
            "--mon_lease", -22,
            "Parse error setting mon_lease to '' using injectargs (Option --mon_lease requires an argument.\n).\n"
        ),
        Case(
            "--mon_lease=", -22,
            "Parse error setting mon_lease to '' using injectargs (strict_strtod: expected double, got: '').\n"
        ),
        Case(
            "--mon_max_osd=1.5", -22,
            "Parse error setting mon_max_osd to '1.5' using injectargs "
                + "(strict_si_cast: unit prefix not recognized).\n"),
        Case(
            "--mon_lease=abc --mon_max_osd=10003", -22,
            "Parse error setting mon_lease to 'abc' using injectargs (strict_strtod: expected double, got: 'abc').\n"
                + "mon_max_osd = '10003' \(restart)"),
        Case("--fsid abc", -22, "Parse error setting fsid to 'abc' using injectargs.\n"),
        Case(
            "--mon_host=1.2.3.4", -1,
            "Parse error setting mon_host to '1.2.3.4' using injectargs "
                + "(Configuration option 'mon_host' may not be modified at runtime).\n"),
        Case("--debug_mon=1/5/6", 0, ""),
    ]

    @Test func `injected arguments are taken and refused as Ceph does it`() throws {
        try AdminTesting.withCommands { commands, standalone in
            standalone.monitor.changeOptions { $0.isRunning = true }
            let session = Session(connection: ConnectionID(0), name: EntityName(.client, 0))
            for one in Self.cases {
                let arguments = CommandArguments(
                    prefix: "injectargs", ["injected_args": .strings([one.arguments])])
                commands.run(arguments, for: session) { reply in
                    #expect(reply.code == one.code, "\(one.arguments)")
                    #expect(reply.status == one.said, "\(one.arguments)")
                }
            }
        }
    }
}

@Suite struct RecentLinesTests {
    private func log(in folder: TemporaryFolder, limit: Int = 10) -> FileLog {
        var settings = AdminTesting.settings(logFile: "\(folder.path)/log")
        settings.recentLimit = limit
        return FileLog(settings)
    }

    @Test func `lines of the second level are kept, and written when they are asked for`() throws {
        let folder = try TemporaryFolder()
        let log = log(in: folder)
        #expect(log.isWanted(5, .mon) && !log.isWanted(6, .mon))
        log.write(1, .mon, "written", at: .zero)
        log.write(5, .mon, "kept", at: .zero)
        func text() throws -> String { try String(contentsOfFile: "\(folder.path)/log", encoding: .utf8) }
        #expect(try text().hasSuffix(" 1 written\n"))
        #expect(try !text().contains("kept"))
        log.dumpRecent()
        let lines = try text().split(separator: "\n").map(String.init)
        #expect(lines[1] == "--- begin dump of recent events ---")
        #expect(lines[2].hasPrefix("    -1> ") && lines[2].hasSuffix(" 1 written"))
        #expect(lines[3].hasPrefix("     0> ") && lines[3].hasSuffix(" 5 kept"))
        #expect(lines.contains("   1/ 5 mon") && lines.last == "--- end dump of recent events ---")
    }

    @Test func `no more lines are kept than the option says`() throws {
        let folder = try TemporaryFolder()
        let log = log(in: folder, limit: 3)
        for number in 1...10 { log.write(4, .mon, "line \(number)", at: .zero) }
        log.dumpRecent()
        let text = try String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)
        #expect(!text.contains("line 7") && text.contains("-2> ") && text.contains("line 8"))
        var options = MonitorOptions(monitor: .init(name: AuthEntityName(.mon, "a")))
        try options.set("log_max_recent", to: "1", at: .override)
        log.adopt(options)
        log.dumpRecent()
        let again = try String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)
        #expect(again.split(separator: "begin dump").last?.contains("line 9") == false)
    }

    @Test func `levels are read as Ceph reads them`() {
        #expect(LogLevels("1/5") == LogLevels(written: 1, kept: 5))
        #expect(LogLevels("10") == LogLevels(written: 10, kept: 10))
        #expect(LogLevels("20/5") == LogLevels(written: 20, kept: 20))
        #expect(LogLevels("x") == nil)
    }
}
