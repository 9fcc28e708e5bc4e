import ArgumentParser
import MonitorStore

/// `show-versions`
struct ShowVersions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-versions", abstract: "The first and last committed version of a service.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "monmap, osdmap, mdsmap, auth, logm, …") var service: String?
    @Option(help: "the same, as ceph-monstore-tool has it") var mapType: String?
    @OptionGroup var format: FormatOption

    func validate() throws {
        if service == nil && mapType == nil { throw ValidationError("versions of what? (--map-type osdmap)") }
    }

    func run() throws {
        let service = mapType ?? service ?? ""
        let reader = try store.openForReading()
        let first = try reader.version(service, "first_committed") ?? 0
        let last = try reader.version(service, "last_committed") ?? 0
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("versions") {
                    $0.string("service", service)
                    $0.int("first_committed", first)
                    $0.int("last_committed", last)
                }
            }
        } else {
            try output.write("first committed:\t\(first)\nlast  committed:\t\(last)\n")
        }
        try output.finish()
    }
}
