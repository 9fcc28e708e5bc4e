import CephEncoding
import LevelDBReader

/// The process that has a database open for writing.
public struct StoreHolder: Sendable {
    /// The process that holds the lock.
    public let processID: Int32
    /// The command's name, if this system tells it.
    public let command: String?

    /// The holder of the lock of a database folder, or nil if nobody holds it.
    public static func find(of path: String) throws -> StoreHolder? {
        guard let processID = try LevelDBReader.StoreLock.holder(of: path) else { return nil }
        let name = contentsIfReadable(of: "/proc/\(processID)/comm").map { String(cephBytes: $0) }
        return StoreHolder(
            processID: processID, command: name?.split(separator: "\n").first.map(String.init))
    }
}

extension StoreHolder: CustomStringConvertible {
    public var description: String { "\(command ?? "a process") (pid \(processID))" }
}

extension LevelDBStore {
    /// A store that another process writes must not be written here.
    static func refuseIfLocked(_ path: String) throws {
        guard let holder = try? StoreHolder.find(of: path) else { return }
        throw StoreError(
            .locked, "\(path) is open in \(holder); stop it first, or work on a copy of the folder")
    }
}
