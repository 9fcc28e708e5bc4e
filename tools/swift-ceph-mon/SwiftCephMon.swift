import FoundationEssentials
import Glibc
import MonitorDaemon

/// The daemon, with `ceph-mon`'s command line.
@main
struct SwiftCephMon {
    static func main() async {
        let code = await Launcher.run(
            Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        exit(code)
    }
}
