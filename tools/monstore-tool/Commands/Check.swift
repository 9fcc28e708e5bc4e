import ArgumentParser
import CephTypes
import Foundation
import MonitorStore
import StoreAnalysis

/// `check`
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks everything that a store holds, and changes nothing.",
        discussion: """
            Reads every key and block, decodes every value, and sees that they fit each other: the chain of \
            Paxos versions, what replaying it gives, the versions of every service, full maps and the \
            changes that made them, log and keys, the cluster's id.

            Exit status: 0 clean, 1 warnings, 65 errors.
            """)

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let began = ContinuousClock.now
        let report = try StoreChecker.check(
            store.openForReading(), files: StoreChecker.SmallFiles(store.directory))
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("check") { report.dump(path: store.path, seconds: seconds, to: &$0) }
            }
        } else {
            try report.write(path: store.path, seconds: seconds, to: &output)
        }
        try output.finish()
        try report.leave()
    }
}

/// `repair`
struct Repair: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mends what 'check' found and can be mended without a guess, in a copy.",
        discussion: """
            Says each thing before it does it, and checks the result. What is left needs another source: a \
            backup, or the cluster's other monitors. (destructive-repair is for a database whose files are \
            damaged.) Exit status as that of 'check' on the result.
            """)

    @OptionGroup var store: StoreArgument
    @Option(help: ArgumentHelp("where the mended copy goes (default: PATH.repaired)", valueName: "dir"))
    var into: String?
    @Flag(help: "change the store itself")
    var inPlace = false
    @OptionGroup var undo: UndoOption

    func validate() throws {
        if inPlace && into != nil { throw ValidationError("--into or --in-place, not both") }
    }

    func run() throws {
        let began = ContinuousClock.now
        let directory = try store.directory
        let before = try StoreChecker.check(
            SnapshotStore(path: directory.database), files: StoreChecker.SmallFiles(directory))
        var result = (path: store.path, report: before)
        var output = Output()
        if before.findings.contains(where: { $0.remedy != nil }) {
            result = try inPlace ? mendInPlace(directory, &output) : mendCopy(directory, &output)
        } else {
            try output.line("nothing that can be mended here")
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        try result.report.write(path: result.path, seconds: seconds, to: &output)
        try output.finish()
        try result.report.leave()
    }

    private func mendInPlace(
        _ directory: MonitorDirectory, _ output: inout Output
    ) throws -> (path: String, report: CheckReport) {
        let database = try store.openForWriting()
        let log = UndoBox(try undo.open(for: directory))
        // What was done is kept also when something fails on the way.
        let report = Result { try mend(directory, database, &output) { try log.apply($0, to: database) } }
        try log.finish()
        return (store.path, try report.get())
    }

    private func mendCopy(
        _ directory: MonitorDirectory, _ output: inout Output
    ) throws -> (path: String, report: CheckReport) {
        let isFolder = store.isDataFolder(directory)
        let path =
            store.path.count > 1 && store.path.hasSuffix("/") ? String(store.path.dropLast()) : store.path
        let target = into ?? path + ".repaired"
        try output.line("copying \(path) to \(target)")
        try output.flush()
        try StoreCopy.copy(directory, isFolder: isFolder, to: target, reportsProgress: false, output: &output)
        let copy = try MonitorDirectory(path: target)
        let database = try LevelDBStore(path: copy.database, options: LevelDBSettings.shared)
        return (target, try mend(copy, database, &output) { try database.apply($0) })
    }

    private func mend(
        _ directory: MonitorDirectory, _ database: LevelDBStore, _ output: inout Output,
        apply: (StoreTransaction) throws -> Void
    ) throws -> CheckReport {
        var repairer = StoreRepairer(database, files: StoreChecker.SmallFiles(directory))
        return try repairer.run(apply: apply) { line in
            try output.line(line)
            try output.flush()
        }
    }
}

/// The way back, for closures.
private final class UndoBox {
    private var log: UndoLog?

    init(_ log: consuming UndoLog) { self.log = consume log }

    func apply(_ transaction: StoreTransaction, to database: LevelDBStore) throws {
        if log != nil { try log?.apply(transaction, to: database) }
    }

    func finish() throws { try log.take()?.finish() }
}

extension CheckReport {
    /// A line a finding, and one at the end.
    func write(path: String, seconds: Double, to output: inout Output) throws {
        for finding in findings {
            let mend = finding.mendText(path: path).map { " — mend: \($0)" } ?? ""
            let line =
                "\(finding.severity.rawValue.uppercased()) \(URLEscape.escape(finding.place)): "
                + finding.sentence + mend
            try output.line(line.split(whereSeparator: \.isNewline).joined(separator: " "))
        }
        if dropped > 0 { try output.line("and \(dropped) more that are not listed") }
        try output.line("\(extent) in \(CephNumber.fixed(seconds, precision: 1)) s: \(verdict)")
    }

    /// Ends with the status that says how the store is.
    func leave() throws {
        guard !isClean else { return }
        throw ExitCode(count(.error) > 0 || dropped > 0 ? 65 : 1)
    }
}
