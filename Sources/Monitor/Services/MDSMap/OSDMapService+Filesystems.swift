import CephEncoding
import CephTypes

// What file systems change in the OSD map: it goes into the increment that its service has pending, so only while
// that is writeable; who makes such a change asks for its proposal too (`proposeNow`).

extension OSDMapService {
    /// Notes what a file system uses a pool for (`do_application_enable`).
    /// - Parameter role: `data` or `metadata`.
    func tag(pool: Int64, as role: String, of filesystem: String) {
        let epoch = pending.epoch
        withPendingPool(pool) { pool in
            pool.applicationMetadata["cephfs", default: [:]][role] = filesystem
            pool.lastChange = epoch
        }
    }

    /// A metadata pool is small and important, and should have some placement groups from the beginning.
    func prepareMetadataPool(_ pool: Int64) {
        let options: [(String, PoolOptions.Value)] = [
            ("recovery_priority", .int(5)), ("pg_num_min", .int(16)), ("pg_autoscale_bias", .double(4)),
        ]
        withPendingPool(pool) { pool in
            for (name, value) in options {
                if let key = PoolOptions.Key(name: name) { pool.options[key] = value }
            }
        }
    }
}

extension MDSMapService: PoolUser {
    var osdMaps: OSDMapService { monitor.service() }

    /// Whether a file system has a pool, or is about to have it.
    func usesPool(_ pool: Int64) -> Bool { map.usesPool(pool) || (hasPending && pending.usesPool(pool)) }
}
