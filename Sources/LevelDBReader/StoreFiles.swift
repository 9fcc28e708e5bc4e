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

    private static let tries = 50
    private static let longestPause: UInt32 = 20_000

    /// With the bytes of it that were read.
    let manifest: LevelDBFileInfo
    let version: StoreVersion
    /// By level; the order within each is the version's.
    let tables: [[TableFile]]
    /// Ascending by number.
    let logs: [Log]

    /// Takes a consistent view, beginning anew as long as a writer interferes. An error counts only
    /// when nothing changed meanwhile: otherwise it may be the writer's doing.
    static func openConsistently(_ folder: Folder, maximumTables: Int?) throws -> StoreFiles {
        for attempt in 1...tries {
            let before = try StoreState(of: folder)
            let result = Result { try StoreFiles(folder, before, maximumTables: maximumTables) }
            if try StoreState(of: folder) == before {
                if let files = try result.get() { return files }
            }
            usleep(min(UInt32(attempt) * 1000, longestPause))
        }
        throw LevelDBReaderError(
            .changing, file: folder.displayName,
            reason: "a writer changed the store during each of \(tries) tries to read it")
    }

    /// Nil if the logs changed meanwhile.
    private init?(_ folder: Folder, _ state: StoreState, maximumTables: Int?) throws {
        guard let status = state.manifest,
            let manifest = try folder.openIfPresent(state.manifestName)
        else {
            throw LevelDBReaderError(
                .missingFile, file: folder.displayName(of: state.manifestName),
                reason: "no such file, but \(FileNames.current) names it")
        }
        self.manifest = LevelDBFileInfo(name: state.manifestName, size: UInt64(status.size))
        version = try ManifestReader.read(manifest, size: status.size)
        let names = try Self.logNames(folder, version)
        var logs: [Log] = []
        for (number, name) in names {
            guard let file = try folder.openIfPresent(name) else { return nil }
            logs.append(Log(number: number, name: name, file: file))
        }
        self.logs = logs
        tables = try TableOpener(folder: folder, version: version, limit: maximumTables).open()
        // A listing can miss a file that is created during it, yet show a later one.
        let again = try Self.logNames(folder, version)
        guard again.map(\.name) == names.map(\.name) else { return nil }
    }

    private static func logNames(
        _ folder: Folder, _ version: StoreVersion
    ) throws -> [(number: UInt64, name: String)] {
        try folder.names().compactMap { name in
            guard let number = FileNames.logNumber(name), version.needsLog(number) else { return nil }
            return (number, name)
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }
}
