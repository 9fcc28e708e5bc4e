import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// A file-system check for a monitor's store. It only reads.
///
/// The first pass reads every key in the database's order; what it keeps of them are numbers. The families
/// of checks that follow look values up, one or two at a time.
public struct StoreChecker {
    let reader: any KeyValueReader
    let files: SmallFiles?
    var list = FindingList()
    var scan = StoreScan()

    /// What stands beside the store.
    public struct SmallFiles: Sendable {
        public var backend: String?
        public var minMonRelease: String?

        public init(backend: String?, minMonRelease: String?) {
            self.backend = backend
            self.minMonRelease = minMonRelease
        }

        public init(_ directory: MonitorDirectory) {
            self.init(backend: directory.backend, minMonRelease: directory.minMonRelease)
        }
    }

    /// - Parameter files: nil where a database alone is checked.
    public init(_ reader: any KeyValueReader, files: SmallFiles? = nil) {
        self.reader = reader
        self.files = files
    }

    /// Damage is in the report; errors are of the system.
    public static func check(
        _ reader: any KeyValueReader, files: SmallFiles? = nil
    ) throws -> CheckReport {
        var checker = StoreChecker(reader, files: files)
        try checker.run()
        return checker.report
    }

    private mutating func run() throws {
        checkFiles()
        do {
            try scanValues()
            let replay = try checkPaxos()
            try checkMonitor()
            for service in scan.services { try checkService(service, replay) }
            try checkOSDMaps()
            try checkLogSummaries()
            try checkAuth()
        } catch let error as StoreError where error.kind == .corruption {
            list.add(.error, "database", error.description, mend: .advice(Self.unreadable))
        }
    }

    private static let unreadable =
        "nothing behind this place was checked; restore the folder from a backup, or give the cluster a new "
        + "monitor in its place; destructive-repair saves what can be read, and loses the rest"

    private var report: CheckReport {
        CheckReport(
            findings: list.sorted(), dropped: list.dropped, keys: scan.keys, values: scan.values,
            services: scan.services.count)
    }

    /// A counter; nil where it is absent, or damaged (which the scan has reported).
    func counter(_ prefix: String, _ key: String) throws -> UInt64? {
        guard let value = try reader.value(of: StoreKey(prefix, key)) else { return nil }
        return try? StoredNumber.decode(from: value).number
    }

    /// A version that can be used: it is there and decodes.
    func value<T: CephRecord>(_ prefix: String, _ key: String, as type: T.Type) throws -> T? {
        guard !scan.damaged.contains(StoreKey(prefix, key)),
            let value = try reader.value(of: StoreKey(prefix, key))
        else { return nil }
        return try? type.decode(from: value)
    }

    /// How many monitors the newest map that can be read names.
    func monitorCount() throws -> Int? {
        guard let newest = scan.usable("monmap").last else { return nil }
        return try value("monmap", "\(newest)", as: MonMap.self)?.monitors.count
    }
}
