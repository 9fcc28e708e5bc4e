import ArgumentParser
import MonitorStore

/// Ceph's order of words, `PATH COMMAND … -- --option`, turned into `COMMAND PATH … --option`, and Ceph's
/// own options (`--leveldb_compression=false`) taken out.
struct CephArguments {
    private(set) var normalized: [String] = []
    private(set) var options = LevelDBOptions()

    init(_ arguments: [String]) throws {
        var words: [String] = []
        for word in arguments {
            if try !takeOption(word) { words.append(word) }
        }
        if let separator = words.firstIndex(of: "--") { words.remove(at: separator) }
        let commands = Set(MonstoreTool.commandNames + ["help"])
        if words.count >= 2, !commands.contains(words[0]), commands.contains(words[1]) {
            words.swapAt(0, 1)
        } else if let first = words.first, !first.hasPrefix("-"), !commands.contains(first) {
            throw ValidationError(
                words.count == 1
                    ? "no command given for \(first)" : "unrecognized command '\(words[1])'")
        }
        normalized = words
    }

    private mutating func takeOption(_ word: String) throws -> Bool {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return false }
        let name = String(word[..<equals].dropFirst(2)).replacing("-", with: "_")
        guard name.hasPrefix("leveldb_") || name.hasPrefix("mon_leveldb_") else { return false }
        guard options.set(name, to: String(word[word.index(after: equals)...])) else {
            throw ValidationError("\(word): no such LevelDB option, or no value for it")
        }
        return true
    }
}

extension MonstoreTool {
    static var commandNames: [String] {
        configuration.groupedSubcommands.flatMap(\.subcommands).map { $0._commandName }
    }
}

/// The LevelDB options of the command line, set once before a command runs.
enum LevelDBSettings {
    nonisolated(unsafe) static var shared = LevelDBOptions()
}
