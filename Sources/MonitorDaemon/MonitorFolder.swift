import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorStore
import NIOCore

/// The data folder of a monitor, as `ceph-mon --mkfs` makes it.
public enum MonitorFolder {
    /// Makes `store.db`, `kv_backend` and `keyring` in a folder that is absent or empty.
    /// - Throws: ``StoreError`` where something is there already.
    public static func mkfs(_ mkfs: MonitorMkfs, in folder: String) throws {
        let database = "\(folder)/store.db"
        guard !FileManager.default.fileExists(atPath: database) else {
            throw StoreError(.inputOutput, "\(folder) is not empty: it has a store.db. Nothing was changed")
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("leveldb\n", to: "\(folder)/kv_backend")
        if let keyring = mkfs.keyring { try write(String(buffer: keyring), to: "\(folder)/keyring") }
        var options = LevelDBOptions()
        options.createIfMissing = true
        let store = try LevelDBStore(path: database, options: options)
        try store.apply(mkfs.transaction, sync: true)
        try MonitorDirectory.sync(path: folder)
    }

    /// A small file for its owner only.
    private static func write(_ text: String, to path: String) throws {
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw StoreError(.inputOutput, "\(path) cannot be written") }
    }
}

/// A keyring for a new cluster.
enum MonitorKeyring {
    /// With a fresh key for `mon.`.
    static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let key = CryptoKey(kind: .aes, created: SystemTime.now, secret: secret)?.description ?? ""
        return "[mon.]\n\tkey = \(key)\n\tcaps mon = \"allow *\"\n"
    }
}
