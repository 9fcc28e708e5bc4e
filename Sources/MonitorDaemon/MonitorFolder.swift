import CephAuth
import CephEncoding
import CephTypes
import FoundationEssentials
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
    static func write(_ text: String, to path: String) throws {
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw StoreError(.inputOutput, "\(path) cannot be written") }
    }
}

/// A keyring for a new cluster.
enum MonitorKeyring {
    /// With a fresh key for `mon.`.
    static func generate() -> String { "[mon.]\n\tkey = \(newKey())\n\tcaps mon = \"allow *\"\n" }

    /// Writes fresh keys for `mon.` and `client.admin`, for nobody but the owner, where no file is yet.
    static func write(to path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw UsageError("--generate-keyring: \(path) is there already, and may hold keys in use")
        }
        let caps = ["mds", "mgr", "mon", "osd"].map { "\tcaps \($0) = \"allow *\"\n" }.joined()
        try MonitorFolder.write(
            "\(generate())[client.admin]\n\tkey = \(newKey())\n\(caps)", to: path)
    }

    private static func newKey() -> CryptoKey {
        var generator = SystemRandomNumberGenerator()
        return .generate(now: SystemTime.now, using: &generator)
    }
}
