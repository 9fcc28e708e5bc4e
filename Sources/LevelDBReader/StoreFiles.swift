import Glibc

/// The files that make up a store at one moment, opened so that a writer cannot take them away.
///
/// A running LevelDB changes its set of files by a record in the MANIFEST, and removes a table or
/// log only after the record that makes it superfluous. So: read the MANIFEST, open all that it
/// names, and if the MANIFEST is unchanged then, all of it belonged together. What is deleted
/// later stays readable through the open descriptors.
struct StoreFiles {
    struct Log {
        let number: UInt64
        let name: String
        let file: ReadOnlyFile
    }

    /// With the bytes of it that were read.
    let manifest: LevelDBFileInfo
    let version: StoreVersion
    /// By level; the order within each is the version's.
    let tables: [[TableFile]]
    /// Ascending by number.
    let logs: [Log]
}

/// Takes a consistent view of a store. What one try found out is kept for the next, so that even
/// with a long MANIFEST and many tables a try soon takes less time than a writer between changes.
final class StoreOpener {
    /// A busy machine may let the writer run between any two steps of a try: it is time that counts then.
    private static let tries = 50
    private static let patience = Duration.seconds(30)
    private static let longestPause: UInt32 = 20_000

    private let folder: Folder
    private let tableOpener: TableOpener
    private var manifestReader: ManifestReader?

    init(_ folder: Folder, maximumTables: Int?, isLocked: Bool) {
        self.folder = folder
        tableOpener = TableOpener(folder: folder, limit: maximumTables, isLocked: isLocked)
    }

    /// Begins anew as long as a writer interferes. An error counts only when nothing changed
    /// meanwhile: otherwise it may be the writer's doing.
    func open() throws -> StoreFiles {
        let began = ContinuousClock.now
        var attempt: UInt32 = 0
        while attempt < Self.tries || ContinuousClock.now - began < Self.patience {
            attempt += 1
            let before = try StoreState(of: folder)
            let result = Result { try openFiles(before) }
            if try StoreState(of: folder) == before {
                if let files = try result.get() { return files }
            }
            if case .failure = result { manifestReader = nil }
            usleep(min(attempt * 1000, Self.longestPause))
        }
        throw LevelDBReaderError(
            .changing, file: folder.displayName,
            reason: "a writer changed the store during each of \(attempt) tries to read it")
    }

    /// Nil if the logs changed meanwhile.
    private func openFiles(_ state: StoreState) throws -> StoreFiles? {
        let (reader, size) = try readManifest(state)
        let version = try reader.read(upTo: size)
        let names = try logNames(version)
        var logs: [StoreFiles.Log] = []
        for (number, name) in names {
            guard let file = try folder.openIfPresent(name) else { return nil }
            logs.append(StoreFiles.Log(number: number, name: name, file: file))
        }
        let tables = try tableOpener.open(version)
        // A listing can miss a file that is created during it, yet show a later one.
        guard try logNames(version).map(\.name) == names.map(\.name) else { return nil }
        return StoreFiles(
            manifest: LevelDBFileInfo(name: state.manifestName, size: UInt64(size)),
            version: version, tables: tables, logs: logs)
    }

    /// The reader of the MANIFEST in use: the last try's, if it still is the same file.
    private func readManifest(_ state: StoreState) throws -> (ManifestReader, size: Int) {
        if let status = state.manifest {
            if let known = manifestReader, known.file.status.isSameFile(as: status) {
                return (known, status.size)
            }
            if let file = try folder.openIfPresent(state.manifestName) {
                let reader = ManifestReader(file)
                manifestReader = reader
                return (reader, status.size)
            }
        }
        throw LevelDBReaderError(
            .missingFile, file: folder.displayName(of: state.manifestName),
            reason: "no such file, but \(FileNames.current) names it")
    }

    private func logNames(_ version: StoreVersion) throws -> [(number: UInt64, name: String)] {
        try folder.names().compactMap { name in
            guard let number = FileNames.logNumber(name), version.needsLog(number) else { return nil }
            return (number, name)
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }
}
