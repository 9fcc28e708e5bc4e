/// What tells whether a writer changed the set of a store's files: every such change appends to
/// the MANIFEST or replaces it by a new one.
struct StoreState: Equatable {
    /// LevelDB's own names have some 20 bytes.
    private static let longestCurrent = 1024

    let manifestName: String
    /// Nil if there is no such file (any more).
    let manifest: FileStatus?

    init(of folder: Folder) throws {
        guard let file = try folder.openIfPresent(FileNames.current) else {
            throw LevelDBReaderError(
                .notADatabase, file: folder.displayName, reason: "no \(FileNames.current) file in it")
        }
        manifestName = try Self.readName(file)
        manifest = try folder.status(of: manifestName)
    }

    /// CURRENT holds the MANIFEST's name and a newline.
    private static func readName(_ file: ReadOnlyFile) throws -> String {
        let size = file.status.size
        guard size > 0, size <= longestCurrent else { throw damage(file, "\(size) bytes long") }
        let buffer = ByteBuffer()
        try buffer.reserve(size, keeping: 0, for: file.displayName)
        try file.read(into: buffer.base, count: size, at: 0)
        let bytes = UnsafeBufferPointer(start: buffer.base, count: size)
        guard bytes.last == UInt8(ascii: "\n") else { throw damage(file, "does not end with a newline") }
        let name = String(decoding: bytes.dropLast(), as: UTF8.self)
        guard FileNames.isManifest(name) else { throw damage(file, "does not name a MANIFEST") }
        return name
    }

    private static func damage(_ file: ReadOnlyFile, _ reason: String) -> LevelDBReaderError {
        LevelDBReaderError(.corruption, file: file.displayName, reason: reason)
    }
}
