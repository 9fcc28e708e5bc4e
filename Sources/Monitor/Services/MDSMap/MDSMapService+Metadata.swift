import CephEncoding
import CephTypes

// What is known of the hosts and versions of metadata servers.

extension MDSMapService {
    /// How many servers have which value of a property; `unknown` for those that do not say.
    func countMetadata(_ property: String) throws -> CephMap<String, Int> {
        var counts: CephMap<String, Int> = [:]
        for metadata in try storedMetadata().servers.values {
            counts[metadata[property] ?? "unknown", default: 0] += 1
        }
        return counts
    }

    /// The servers by the short version that they run, as `mds.NAME`: for warnings about mixed versions.
    public func serversByVersion() throws -> CephMap<String, [String]> {
        let known = map.allInfo
        var servers: CephMap<String, [String]> = [:]
        for (gid, metadata) in try storedMetadata().servers {
            guard let version = metadata["ceph_version_short"] else { continue }
            servers[version, default: []].append("mds.\(known[gid]?.name ?? "")")
        }
        return servers
    }

    /// The names of the servers on each host: for `node ls`.
    public func serversByHost() throws -> CephMap<String, [String]> {
        let known = map.allInfo
        var servers: CephMap<String, [String]> = [:]
        for (gid, metadata) in try storedMetadata().servers {
            guard let host = metadata["hostname"], let info = known[gid] else { continue }
            servers[host, default: []].append(info.name)
        }
        return servers
    }
}
