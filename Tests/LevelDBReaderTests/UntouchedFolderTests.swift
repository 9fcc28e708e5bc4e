import Glibc
import SeededRandom
import Testing

@testable import LevelDBReader

@Suite("Leaving the folder as it is")
struct UntouchedFolderTests {
    /// Size and times in seconds and nanoseconds, of the folder first and then of each file.
    private func times(of folder: TemporaryFolder) -> [[Int]] {
        ([""] + folder.names()).map { name in
            var status = stat()
            lstat("\(folder.path)/\(name)", &status)
            let times = [status.st_mtim, status.st_ctim, status.st_atim]
            return [Int(status.st_size)] + times.flatMap { [$0.tv_sec, $0.tv_nsec] }
        }
    }

    /// Makes every access time older than the modification, so that any plain read moves it.
    private func ageAccessTimes(of folder: TemporaryFolder) {
        for name in [""] + folder.names() {
            let old = timespec(tv_sec: 1000, tv_nsec: 0)
            // UTIME_OMIT leaves the modification time alone.
            let keep = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
            utimensat(AT_FDCWD, "\(folder.path)/\(name)", [old, keep], 0)
        }
    }

    @Test("Neither bytes nor names nor times change when a store is read")
    func nothingChanges() throws {
        let folder = TemporaryFolder()
        var random = SeededRandom(seed: 8)
        do {
            let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
            try churn(database, &random, keys: 1000, changes: 3000)
        }
        let names = folder.names()
        let bytes = names.map { folder.read($0) }
        ageAccessTimes(of: folder)
        let before = times(of: folder)
        #expect(before.allSatisfy { $0[5] == 1000 })
        for maximum in [nil, 0] {
            let snapshot = try LevelDBSnapshot(
                path: folder.path, verifyChecksums: true, maximumTables: maximum)
            for entry in try snapshot.entries() { _ = try snapshot.get(entry.key) }
        }
        #expect(times(of: folder) == before)
        #expect(folder.names() == names)
        #expect(names.map { folder.read($0) } == bytes)
    }
}
