import ArgumentParser
import CephTypes
import Foundation
import MonitorStore

/// `compact`
struct Compact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Gives back the space of overwritten and removed values. No key or value changes.")

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let options = LevelDBSettings.shared
        try SizeReport.around("compact", store, format) { path in
            if try LevelDBStore.compactClosed(path: path, options: options) { return }
            try LevelDBStore.compactOpened(path: path, options: options)
        }
    }
}

/// `compact-prefix`
struct CompactPrefix: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact-prefix", abstract: "The same for the keys of one prefix.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @OptionGroup var format: FormatOption

    func run() throws {
        let prefix = try URLEscape.unescape(prefix)
        try SizeReport.around("compact-prefix", store, format) { _ in
            try store.openForWriting().compact(prefix: prefix)
        }
    }
}

/// `compact-range`
struct CompactRange: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact-range", abstract: "The same for the keys from START to END of a prefix.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @Argument var start: String
    @Argument var end: String
    @OptionGroup var format: FormatOption

    func run() throws {
        let prefix = try URLEscape.unescape(prefix)
        let from = StoreKey(prefix, try URLEscape.unescape(start)).combined
        let to = StoreKey(prefix, try URLEscape.unescape(end)).combined
        try SizeReport.around("compact-range", store, format) { _ in
            try store.openForWriting().compact(from: from, to: to)
        }
    }
}

/// `destructive-repair`
struct DestructiveRepair: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destructive-repair",
        abstract: "Saves what can be read of a damaged store; keys in damaged blocks are lost.",
        discussion: """
            The old files are kept beside the store, in store.db.before-repair-N (hard links, so they take \
            no space until the repair replaces them). To go back, put that folder in store.db's place.
            """)

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let database = try store.directory.database
        if let holder = try StoreHolder.find(of: database) {
            throw StoreError(.locked, "\(database) is open in \(holder); stop it first, or work on a copy")
        }
        let before = try store.sizeOnDisk()
        let backup = try Backup.make(of: database)
        Terminal.note("the old state: \(backup)")
        // Without checking, a table with a damaged block would be kept as it is.
        var options = LevelDBSettings.shared
        options.paranoid = true
        try LevelDBStore.repair(path: database, options: options)
        let report = SizeReport(
            command: "destructive-repair", before: before, after: try store.sizeOnDisk(), seconds: 0,
            path: database)
        try report.write(format, heading: "destructive-repair completed without reporting an error")
    }
}

/// The files of a database as they are now, under another name.
enum Backup {
    static func make(of database: String) throws -> String {
        var number = 1
        while access("\(database).before-repair-\(number)", F_OK) == 0 { number += 1 }
        let backup = "\(database).before-repair-\(number)"
        guard mkdir(backup, 0o755) == 0 else { throw ToolError.file(backup) }
        for (name, _) in try StoreArgument.filesAndSizes(of: database) where name != "LOCK" {
            // Tables are never written again, so a second name is a backup; the rest may be.
            let isTable = name.hasSuffix(".ldb") || name.hasSuffix(".sst")
            if isTable, link("\(database)/\(name)", "\(backup)/\(name)") == 0 { continue }
            do {
                try FileManager.default.copyItem(atPath: "\(database)/\(name)", toPath: "\(backup)/\(name)")
            } catch {
                throw ToolError(status: 74, description: "\(backup)/\(name): cannot be copied: \(error)")
            }
        }
        return backup
    }
}

/// What a command did to the size on disk.
struct SizeReport {
    let command: String
    let before: UInt64
    let after: UInt64
    let seconds: Double
    let path: String

    /// Runs `body`, which gets the database's folder and opens it as it likes, shows progress on a terminal, reports at the end.
    static func around(
        _ command: String, _ store: StoreArgument, _ format: FormatOption,
        _ body: (String) throws -> Void
    ) throws {
        let path = try store.directory.database
        let before = try store.sizeOnDisk()
        let began = ContinuousClock.now
        do {
            let progress = ProgressTicker(command: command, path: path)
            defer { progress.stop() }
            try body(path)
        }
        let taken = ContinuousClock.now - began
        let report = SizeReport(
            command: command, before: before, after: try store.sizeOnDisk(), seconds: taken / .seconds(1),
            path: path)
        try report.write(format)
    }

    /// - Parameter heading: Ceph's own line, if its command has one.
    func write(_ format: FormatOption, heading: String? = nil) throws {
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object(command) {
                    $0.string("path", path)
                    $0.int("bytes_before", before)
                    $0.int("bytes_after", after)
                    $0.float("seconds", seconds)
                }
            }
        } else {
            if let heading { try output.line(heading) }
            try output.line("\(path): \(CephUnits.bytes(before)) before, \(CephUnits.bytes(after)) after")
        }
        try output.finish()
    }
}

/// Shows that something goes on: the folder's size twice a second, on a terminal only.
final class ProgressTicker: @unchecked Sendable {
    private let timer: DispatchSourceTimer?

    init(command: String, path: String) {
        guard Terminal.isInteractive else {
            timer = nil
            return
        }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        let began = ContinuousClock.now
        timer.schedule(deadline: .now() + 0.5, repeating: 0.5)
        timer.setEventHandler {
            let size = (try? StoreArgument.size(of: path)) ?? 0
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            Terminal.progress("\(command): \(Int(seconds)) s, \(CephUnits.bytes(size)) on disk")
        }
        timer.resume()
        self.timer = timer
    }

    func stop() {
        timer?.cancel()
        if timer != nil { Terminal.endProgress() }
    }
}
