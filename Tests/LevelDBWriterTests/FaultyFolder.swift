import Foundation
import Synchronization

@testable import LevelDBWriter

/// Fails a writer at one of its operations.
final class Fault: Sendable {
    enum Kind: Sendable, CaseIterable {
        /// That operation fails, the disk being full, and what is done after it works.
        case fullDisk
        /// It fails for another reason.
        case error
        /// It is the last; of what was being written, half got to the file.
        case crash
        /// It is done, and the last.
        case crashBehind
    }

    private let kind: Kind
    private let number: Int
    private let path: String
    private let count = Mutex(0)

    struct Crash: Error {}

    init(_ kind: Kind, at number: Int, in path: String) {
        self.kind = kind
        self.number = number
        self.path = path
    }

    var folder: DurableFolder { DurableFolder(path: path) { try self.meet($0) } }
    /// Operations so far.
    var operations: Int { count.withLock { $0 } }
    var wasMet: Bool { operations >= number }

    private func meet(_ operation: FileOperation) throws {
        let now = count.withLock { count in
            count += 1
            return count
        }
        switch kind {
        case .fullDisk where now == number: throw LevelDBWriterError("test", ENOSPC)
        case .error where now == number: throw LevelDBWriterError("test", EIO)
        case .crash where now >= number:
            if now == number, case .write(let name, let bytes) = operation {
                try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
            }
            throw Crash()
        case .crashBehind where now > number: throw Crash()
        default: break
        }
    }
}

/// What a disk may hold after a power failure: bytes that were not synced are there or not, and so are changes
/// of names since the folder was synced last, in any combination.
struct Disk {
    private enum NameChange {
        case link(String, Int)
        case unlink(String)
    }

    private var contents: [Int: (bytes: Data, isSynced: Bool)] = [:]
    private var visible: [String: Int] = [:]
    private var durable: [String: Int] = [:]
    private var pending: [NameChange] = []

    /// A folder whose files are all on the disk.
    init(_ files: [String: Data]) {
        for (name, bytes) in files {
            durable[name] = contents.count
            contents[contents.count] = (bytes, true)
        }
        visible = durable
    }

    mutating func apply(_ operation: FileOperation) {
        switch operation {
        case .create(let name):
            let file = contents.count
            contents[file] = (Data(), false)
            visible[name] = file
            pending.append(.link(name, file))
        case .write(let name, let bytes):
            if let file = visible[name] { contents[file] = (Data(bytes), false) }
        case .sync(let name):
            if let file = visible[name] { contents[file]?.isSynced = true }
        case .rename(let old, let new):
            guard let file = visible.removeValue(forKey: old) else { return }
            visible[new] = file
            pending += [.unlink(old), .link(new, file)]
        case .syncNames:
            durable = visible
            pending = []
        case .remove(let name):
            visible[name] = nil
            pending.append(.unlink(name))
        }
    }

    /// What is there after the failure.
    func files(_ random: inout some RandomNumberGenerator) -> [String: Data] {
        var names = durable
        for change in pending where Bool.random(using: &random) {
            switch change {
            case .link(let name, let file): names[name] = file
            case .unlink(let name): names[name] = nil
            }
        }
        return names.mapValues { file in
            guard let (bytes, isSynced) = contents[file] else { return Data() }
            if isSynced || bytes.isEmpty { return bytes }
            let kept = Int.random(in: 0...bytes.count, using: &random)
            // Some file systems make a file as long as it was to be, and of zeros.
            return Bool.random(using: &random) ? bytes.prefix(kept) : Data(count: bytes.count)
        }
    }
}

/// Notes down what a writer does.
final class Journal: Sendable {
    private let noted = Mutex<[FileOperation]>([])

    func folder(_ path: String) -> DurableFolder {
        DurableFolder(path: path) { operation in self.noted.withLock { $0.append(operation) } }
    }

    var operations: [FileOperation] { noted.withLock { $0 } }
}
