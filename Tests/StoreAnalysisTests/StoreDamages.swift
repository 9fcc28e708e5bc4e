import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import StoreAnalysis
import Testing

/// A kind of damage: how it is done, how a check names it, and what repairing leaves.
struct StoreDamage: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// Repairing makes the store clean.
        case mended
        /// There is no safe way back: repairing changes nothing.
        case left
    }

    let description: String
    let severity: Finding.Severity
    let place: String
    /// Part of the sentence.
    let says: String
    let outcome: Outcome
    let plant: @Sendable (DamagedStore) throws -> Void

    var testDescription: String { description }

    init(
        _ description: String, _ place: String, _ says: String, _ outcome: Outcome = .mended,
        plant: @escaping @Sendable (DamagedStore) throws -> Void
    ) {
        self.init(description, .error, place, says, outcome, plant: plant)
    }

    init(
        _ description: String, _ severity: Finding.Severity, _ place: String, _ says: String,
        _ outcome: Outcome = .mended, plant: @escaping @Sendable (DamagedStore) throws -> Void
    ) {
        self.description = description
        self.severity = severity
        self.place = place
        self.says = says
        self.outcome = outcome
        self.plant = plant
    }

    static let all = paxos + replayed + services + osdMaps + logAndAuth + monitor
}

extension StoreDamage {
    static let paxos: [StoreDamage] = [
        StoreDamage("A hole in the Paxos log", "paxos/30", "version 30…31 can't be read") {
            $0.erase("paxos", "30", "31")
        },
        StoreDamage("Oldest Paxos versions gone", "paxos/first_committed", "the oldest version is 6") {
            $0.erase("paxos", "1", "2", "3", "4", "5")
        },
        StoreDamage("Paxos counter beyond its chain", "paxos/last_committed", "version 999 can't be read") {
            $0.set("paxos", "last_committed", 999)
        },
        StoreDamage("Paxos counter at its limit", "paxos/last_committed", "can't be read") {
            $0.set("paxos", "last_committed", .max)
        },
        StoreDamage("Paxos counter turned back", "paxos/last_committed", "version 59 was committed") {
            $0.set("paxos", "last_committed", 40)
        },
        StoreDamage("Paxos counter gone", "paxos/last_committed", "versions up to 59") {
            $0.erase("paxos", "last_committed")
        },
        StoreDamage("First Paxos version above the last", "paxos/first_committed", "above last_committed 59")
        {
            $0.set("paxos", "first_committed", .max)
        },
        StoreDamage("Old Paxos versions left behind", .warning, "paxos/1", "below first_committed 20") {
            $0.set("paxos", "first_committed", 20)
        },
        StoreDamage("Stray Paxos version", "paxos/80", "behind the value that may be pending") {
            $0["paxos", "80"] = $0["paxos", "59"]
        },
        StoreDamage("Pending version far ahead", "paxos/pending_v", "is 100") {
            $0.set("paxos", "pending_v", 100)
        },
        StoreDamage("Pending version without its value", .warning, "paxos/pending_v", "it is not there") {
            $0.set("paxos", "pending_v", 60)
        },
        StoreDamage("Value that pending_v hides", .warning, "paxos/60", "pending_v does not tell", .left) {
            $0["paxos", "60"] = $0["paxos", "59"]
        },
        StoreDamage("Paxos value cut off", "paxos/20", "the value is damaged") { $0.truncate("paxos", "20") },
        StoreDamage("Last Paxos values gone", "paxos/last_committed", "the newest is 57") {
            $0.erase("paxos", "58", "59")
        },
        StoreDamage("Last Paxos value cut off", "paxos/last_committed", "the newest is 58") {
            $0.truncate("paxos", "59")
        },
        StoreDamage("Paxos value with bytes behind it", "paxos/20", "bytes are left") {
            var value = $0["paxos", "20"]
            value.writeInteger(UInt8(0))
            $0["paxos", "20"] = value
        },
        StoreDamage("Several monitors, last Paxos value lost", "paxos/last_committed", "is 999", .left) {
            try $0.edit("monmap", "2", as: MonMap.self) { map in
                _ = map.add(MonInfo(name: "b"))
            }
            // What Paxos wrote there is not the same any more.
            $0.forgetLog()
            $0.set("paxos", "last_committed", 999)
        },
    ]

    static let replayed: [StoreDamage] = [
        StoreDamage("Agreed value gone", "osdmap/5", "is not there, but paxos/") { $0.erase("osdmap", "5") },
        StoreDamage("Agreed value differs", "mon_config_key/notes", "differs from what paxos/60 wrote") {
            $0.commit { $0.put("mon_config_key", "notes", ByteBuffer(string: "new")) }
            $0["mon_config_key", "notes"] = ByteBuffer(string: "old")
        },
        StoreDamage("Erased key is back", "mon_config_key/ghost", "but paxos/60 erased it") {
            $0.commit { $0.erase("mon_config_key", "ghost") }
            $0["mon_config_key", "ghost"] = ByteBuffer(string: "boo")
        },
        StoreDamage("Key of an erased range is back", "osd_snap/removed_snap_1", "erased it") {
            $0["osd_snap", "removed_snap_1"] = ByteBuffer(string: "boo")
        },
        StoreDamage("Service counter of three bytes", "logm/last_committed", "the value is damaged") {
            $0.truncate("logm", "last_committed", by: 5)
        },
        StoreDamage("Service counter turned back", "kv/last_committed", "differs from what paxos/") {
            $0.set("kv", "last_committed", 3)
        },
    ]
}

extension StoreDamage {
    static let services: [StoreDamage] = [
        StoreDamage("Counter beyond the versions", "osdmap/last_committed", "the newest version that can") {
            $0.forgetLog()
            $0.set("osdmap", "last_committed", .max)
        },
        StoreDamage(
            "First version beyond the last", "osdmap/first_committed", "nothing would ever be trimmed"
        ) {
            $0.forgetLog()
            $0.set("osdmap", "first_committed", 500)
        },
        StoreDamage("First version gone", "kv/first_committed", "the oldest version that can be read is 4") {
            $0.forgetLog()
            $0.erase("kv", "1", "2", "3")
        },
        StoreDamage("First counter gone", "mgr/first_committed", "missing or damaged") {
            $0.forgetLog()
            $0.erase("mgr", "first_committed")
        },
        StoreDamage("Last counter gone", "kv/last_committed", "versions up to 7") {
            $0.forgetLog()
            $0.erase("kv", "last_committed")
        },
        StoreDamage("Versions that trimming forgot", .warning, "kv/1", "all to 4 lie below first_committed 5")
        {
            $0.forgetLog()
            $0.set("kv", "first_committed", 5)
        },
        StoreDamage("Stray version", "osdmap/90", "behind last_committed 20") {
            $0["osdmap", "90"] = OSDMap.Incremental(epoch: 90).encoded(features: OSDMap().encodingFeatures)
        },
        StoreDamage("Version that follows the last", "kv/8", "follows last_committed 7", .left) {
            $0["kv", "8"] = $0["kv", "7"]
        },
        StoreDamage("Version gone that nobody knows", "kv/4", "can't be read, though", .left) {
            $0.forgetLog()
            $0.erase("kv", "4")
        },
        StoreDamage("Last version lost", "kv/last_committed", "can be read is 6", .left) {
            $0.forgetLog()
            $0.truncate("kv", "7")
        },
        StoreDamage("Counters without versions", "config/first_committed", "is 50, above last_committed 5") {
            $0.forgetLog()
            $0.set("config", "first_committed", 50)
        },
        StoreDamage("Map of another epoch", "osdmap/5", "it is of epoch 6, not 5", .left) {
            $0.forgetLog()
            $0["osdmap", "5"] = $0["osdmap", "6"]
        },
        StoreDamage("First map of another epoch", "monmap/first_committed", "that can be read is 2") {
            $0.forgetLog()
            $0["monmap", "1"] = $0["monmap", "2"]
        },
        StoreDamage("Map of another epoch, in the log", "mdsmap/1", "it is of epoch 2, not 1") {
            $0["mdsmap", "1"] = $0["mdsmap", "2"]
        },
    ]

    static let osdMaps: [StoreDamage] = [
        StoreDamage("Full map gone", "osdmap/full_7", "can't be read") {
            $0.forgetLog()
            $0.erase("osdmap", "full_7")
        },
        StoreDamage("Many full maps gone", "osdmap/full_20", "can't be read") {
            $0.forgetLog()

            for epoch in 1...20 { $0.erase("osdmap", "full_\(epoch)") }
        },
        StoreDamage("Full map with a bit turned", "osdmap/full_7", "damaged") {
            $0.forgetLog()

            $0.flip("osdmap", "full_7", at: 60)
        },
        StoreDamage("Full map of another epoch", "osdmap/full_7", "it is of epoch 8, not 7") {
            $0.forgetLog()

            $0["osdmap", "full_7"] = $0["osdmap", "full_8"]
        },
        StoreDamage("Full map that nobody made", "osdmap/full_7", "is not the map before it with osdmap/7") {
            $0.forgetLog()

            try $0.edit("osdmap", "full_7", as: OSDMap.self, features: \.encodingFeatures) { $0.poolMax += 1 }
        },
        StoreDamage("Newest full map gone that was not seen yet", "osdmap/full_20", "can't be read") {
            $0.forgetLog()
            $0.erase("osdmap", "full_20")
            $0.set("osdmap", "full_latest", 19)
        },
        StoreDamage("Newest full map is long gone", "osdmap/full_latest", "full_0 can't be read") {
            $0.set("osdmap", "full_latest", 0)
        },
        StoreDamage("Newest full map points nowhere", "osdmap/full_latest", "is 99, above last_committed 20")
        {
            $0.set("osdmap", "full_latest", 99)
        },
        StoreDamage("Newest full map is gone and unnamed", "osdmap/full_latest", "missing or damaged") {
            $0.erase("osdmap", "full_latest")
        },
        StoreDamage("Full map behind the last", "osdmap/full_40", "behind last_committed 20") {
            try $0.edit("osdmap", "full_20", as: OSDMap.self) { $0.epoch = 40 }
            $0["osdmap", "full_40"] = $0["osdmap", "full_20"]
            $0.erase("osdmap", "full_20")
        },
        StoreDamage("Incremental gone, full map too", "osdmap/full_7", "can't be read", .left) {
            $0.forgetLog()
            $0.erase("osdmap", "7", "full_7")
        },
        StoreDamage("Incremental with a bit turned", "osdmap/7", "damaged") {
            $0.flip("osdmap", "7", at: 40)
        },
    ]
}

extension StoreDamage {
    static let logAndAuth: [StoreDamage] = [
        StoreDamage(
            "Log summary that the lines don't make", .warning, "logm/full_10", "is not the summary before",
            .left
        ) {
            $0.forgetLog()
            try $0.edit("logm", "full_10", as: LogSummary.self) { $0.sequence += 1 }
        },
        StoreDamage("Log summary cut off", "logm/full_10", "the value is damaged") {
            $0.truncate("logm", "full_10")
        },
        StoreDamage("Newest key table points nowhere", "auth/full_latest", "full_4 can't be read") {
            $0.forgetLog()
            $0.set("auth", "full_latest", 4)
        },
        StoreDamage("Key change cut off", "auth/3", "the value is damaged", .left) {
            $0.forgetLog()
            $0.truncate("auth", "3")
        },
        StoreDamage("Key change that can't be applied", "auth/4", "can't be applied to the keys", .left) {
            $0.forgetLog()
            try $0.edit("auth", "4", as: AuthVersion.self) {
                $0.changes.append(
                    .authData(type: AuthMonitorIncremental.cephx, data: ByteBuffer(string: "?")))
            }
        },
        StoreDamage("Key table of another mind", .warning, "auth/full_3", "is not the key table", .left) {
            $0.forgetLog()
            // Two whole tables with a change between that is not in the second.
            var full = try AuthFull.decode(from: $0["auth", "full_1"])
            full.keys.version = 3
            $0["auth", "full_3"] = full.encoded()
            $0.set("auth", "full_latest", 3)
        },
    ]

    static let monitor: [StoreDamage] = [
        StoreDamage("No magic", "monitor/magic", "a monitor refuses to start", .left) {
            $0.erase("monitor", "magic")
        },
        StoreDamage("Another magic", "monitor/magic", "is \"abracadabra\"", .left) {
            $0["monitor", "magic"] = ByteBuffer(string: "abracadabra\n")
        },
        StoreDamage("Another cluster's id", "monitor/cluster_uuid", "the monmap's is", .left) {
            $0["monitor", "cluster_uuid"] = ByteBuffer(string: "00000000-0000-0000-0000-000000000001\n")
        },
        StoreDamage("A map of another cluster", "monmap/1", "is of another cluster", .left) {
            $0.forgetLog()
            try $0.edit("monmap", "1", as: MonMap.self) { $0.fsid = CephUUID(high: 1, low: 2) }
        },
        StoreDamage("A newer monitor's store", .warning, "monitor/feature_set", "40 (telepathy)", .left) {
            try $0.edit("monitor", "feature_set", as: CompatSet.self) {
                $0.incompat.insert(CompatSet.Feature(40, "telepathy"))
            }
        },
        StoreDamage("Interrupted copying", .warning, "mon_sync/in_sync", "was interrupted", .left) {
            $0.set("mon_sync", "in_sync", 1)
        },
        StoreDamage("Release without a name", .warning, "min_mon_release", "names no release", .left) {
            $0.files.minMonRelease = "atlantic"
        },
        StoreDamage("Key without a prefix", "nonsense", "no zero byte", .left) {
            var batch = WriteBatch()
            batch.put(Array("nonsense".utf8), ByteBuffer())
            $0.store.write(batch, sync: true)
        },
    ]
}
