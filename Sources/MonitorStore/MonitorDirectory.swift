import CephEncoding
import LevelDBReader
import LevelDBWriter

#if canImport(Glibc)
    import Glibc
#endif

/// A monitor's data folder: `store.db` and the small files beside it.
public struct MonitorDirectory: Sendable {
    /// The folder itself; nil where only a database was given.
    public let path: String?
    /// The LevelDB folder.
    public let database: String

    /// - Parameter path: the data folder, or its `store.db`.
    public init(path: String) throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard Self.isFolder(path) else {
            throw StoreError(
                .notAStore,
                access(path, F_OK) == 0
                    ? "\(path) is a file: give a monitor's data folder, or its store.db"
                    : "\(path): \(String(cString: strerror(errno)))")
        }
        if Self.isFolder("\(path)/store.db") {
            self.init(path: path, database: "\(path)/store.db")
        } else if access("\(path)/CURRENT", F_OK) == 0 {
            let parent =
                path.split(separator: "/").last == "store.db" ? String(path.dropLast("/store.db".count)) : nil
            self.init(path: parent.map { $0.isEmpty ? "." : $0 }, database: path)
        } else {
            throw StoreError(
                .notAStore,
                "\(path) is no monitor's data folder: it has neither store.db nor a database's CURRENT file")
        }
        try refuseOtherBackends()
    }

    private init(path: String?, database: String) {
        self.path = path
        self.database = database
    }

    /// Makes the folder of a new store.
    /// - Parameter path: what does not exist yet, or an empty folder.
    public static func create(path: String) throws -> MonitorDirectory {
        let existed = access(path, F_OK) == 0
        if existed { try refuseUsed(path) }
        let directory = MonitorDirectory(path: path, database: "\(path)/store.db")
        guard existed || mkdir(path, 0o755) == 0 else { throw systemError(path) }
        // Whoever makes this one may write to it, should another do the same at this moment.
        guard mkdir(directory.database, 0o755) == 0 else { throw systemError(directory.database) }
        do {
            try directory.write("leveldb\n", to: "kv_backend")
        } catch {
            directory.discard(keepingFolder: existed)
            throw error
        }
        return directory
    }

    /// Takes a new store away again, the database (which must be gone already) excepted.
    /// - Parameter keepingFolder: the folder itself was there before.
    public func discard(keepingFolder: Bool) {
        guard let path else { return }
        for name in Self.smallFiles { unlink("\(path)/\(name)") }
        rmdir(database)
        if !keepingFolder { rmdir(path) }
    }

    private static func refuseUsed(_ path: String) throws {
        guard access("\(path)/store.db/CURRENT", F_OK) != 0 else {
            throw StoreError(
                .inputOutput, "\(path) holds a store already: give a path that does not exist yet")
        }
        do {
            // A disk of its own has this folder when it is empty.
            let names = try namesOfFiles(in: path).filter { $0 != "lost+found" }
            guard let name = names.min() else { return }
            throw StoreError(
                .inputOutput, "\(path) is not empty (\(name)): give a path that does not exist yet")
        } catch let error as LevelDBReaderError {
            throw StoreError(.inputOutput, error.description)
        }
    }

    private static func systemError(_ path: String) -> StoreError {
        StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))")
    }

    /// Puts the names of a new folder on the disk, and the folder's own, and the small files' bytes. The
    /// database takes care of its files itself.
    /// - Parameter path: the data folder, or a database alone.
    public static func sync(path: String) throws {
        do {
            for name in smallFiles where access("\(path)/\(name)", F_OK) == 0 {
                try DurableFolder.sync("\(path)/\(name)")
            }
            try DurableFolder.sync(path)
            try DurableFolder.sync("\(path)/..")
        } catch let error as LevelDBWriterError {
            throw StoreError(.inputOutput, error.description)
        }
    }

    /// What a monitor needs beside its store.
    public static let smallFiles = ["keyring", "kv_backend", "min_mon_release"]

    /// The database library that the store was made with (`kv_backend`); stores older than 0.94 don't say.
    public var backend: String? { firstLine(of: "kv_backend") }

    /// The oldest release whose monitor may open this store (`min_mon_release`): its name, before 15 its number.
    public var minMonRelease: String? { firstLine(of: "min_mon_release") }

    /// Where the monitor's own key is kept.
    public var keyringPath: String? { path.map { "\($0)/keyring" } }

    private func refuseOtherBackends() throws {
        guard let backend, backend != "leveldb" else { return }
        throw StoreError(
            .unsupported,
            "\(path ?? database) was made with \(backend) (its kv_backend says so), and this tool opens LevelDB: "
                + "use Ceph's own tools for it (ceph-monstore-tool, or ceph-kvstore-tool \(backend) \(database))"
        )
    }

    private func firstLine(of name: String) -> String? {
        guard let path, let bytes = contentsIfReadable(of: "\(path)/\(name)") else { return nil }
        return String(cephBytes: bytes).split(separator: "\n").first.map(String.init)
    }

    private func write(_ text: String, to name: String) throws {
        guard let path else { return }
        guard let file = fopen("\(path)/\(name)", "w") else { throw Self.systemError("\(path)/\(name)") }
        let written = fputs(text, file) >= 0
        guard fclose(file) == 0, written else { throw Self.systemError("\(path)/\(name)") }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
