import ArgumentParser
import CephEncoding
import CephTypes
import MonitorStore
import StoreAnalysis

/// `diff`: two versions of a map, field by field.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Two versions of a map field by field.",
        usage: "monstore-tool PATH diff MAP OLD NEW [--format FORMAT]",
        discussion: """
            The fields are those of Ceph's own dump of the map. 'path: old → new' is a field with another \
            value, '+ path: value' one that came, '- path' one that went. A version that the store does not \
            have whole is made from the last whole one before it and the changes since.
            """)

    @OptionGroup var store: StoreArgument
    @Argument(help: "\(MapVersions.maps.joined(separator: ", ")); crushmap counts the osdmap's epochs")
    var map: String
    @Argument(help: "the older version") var old: UInt64
    @Argument(help: "the newer version") var new: UInt64
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !MapVersions.maps.contains(map) else { return }
        throw ValidationError("'\(map)' is none of \(MapVersions.maps.joined(separator: ", "))")
    }

    func run() throws {
        let versions = MapVersions(reader: try store.openForReading())
        let differences = ValueDifference.all(
            from: try tree(old, in: versions), to: try tree(new, in: versions))
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { $0.dump("diff", each: "difference", differences) }
        } else {
            for difference in differences { try output.line(difference.description) }
        }
        try output.finish()
    }

    private func tree(_ version: UInt64, in versions: MapVersions) throws -> ValueTree {
        do {
            return ValueTree(of: try versions.map(map, version: version))
        } catch let error as MapVersionError {
            throw ToolError.notFound(error.description)
        }
    }
}
