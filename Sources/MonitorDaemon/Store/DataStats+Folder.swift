import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc

extension DataStats {
    /// Measures a data folder and its disk (`Monitor::get_data_stats`, `LevelDBStore::get_estimated_size`).
    init(dataFolder: String, at time: UTime) {
        self.init()
        var disk = statvfs()
        if statvfs(dataFolder, &disk) == 0 {
            let block = UInt64(disk.f_frsize)
            bytesTotal = UInt64(disk.f_blocks) &* block
            bytesAvailable = UInt64(disk.f_bavail) &* block
            bytesUsed = (UInt64(disk.f_blocks) &- UInt64(disk.f_bfree)) &* block
            // Counted as f_blocks over f_bavail there, in whole percents.
            let share = bytesTotal == 0 ? 0 : Double(bytesAvailable) / Double(bytesTotal) * 100
            availablePercent = Int32(share)
        }
        lastUpdate = time
        storeStats.lastUpdate = time
        let database = "\(dataFolder)/store.db"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: database)) ?? [] {
            var file = stat()
            guard stat("\(database)/\(name)", &file) == 0 else { continue }
            let size = UInt64(max(0, file.st_size))
            switch name {
            case _ where name.hasSuffix(".sst") || name.hasSuffix(".ldb"): storeStats.bytesTables &+= size
            case _ where name.hasSuffix(".log"): storeStats.bytesLog &+= size
            default: storeStats.bytesOther &+= size
            }
        }
        storeStats.bytesTotal = storeStats.bytesTables &+ storeStats.bytesLog &+ storeStats.bytesOther
    }
}
