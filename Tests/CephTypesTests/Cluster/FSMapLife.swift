import CephEncoding
import CephTypes
import NIOCore
import Testing

/// Versions of the FSMap of a real 16.2.15 cluster of three servers that were started, promoted, stopped, failed
/// and killed, each with the health checks that its monitor stored beside it.
struct FSMapLife {
    struct Version {
        var map: FSMap
        var bytes: ByteBuffer
        var health: HealthCheckMap
    }

    let versions: [UInt32: Version]

    init() throws {
        var file = try ClusterFixtures.bytes("live/fsmap-life.bin")
        func number() throws -> UInt32 {
            let read = file.readInteger(endianness: .little, as: UInt32.self)
            return try #require(read)
        }
        func slice() throws -> ByteBuffer {
            let read = file.readSlice(length: Int(try number()))
            return try #require(read)
        }
        let count = try number()
        var versions: [UInt32: Version] = [:]
        for _ in 0..<count {
            let epoch = try number()
            let bytes = try slice()
            versions[epoch] = Version(
                map: try FSMap.decode(from: bytes), bytes: bytes,
                health: try HealthCheckMap.decode(from: try slice()))
        }
        self.versions = versions
    }

    /// The map as a monitor has it that is about to make version `epoch`, and what became of it.
    func pending(_ epoch: UInt32) throws -> (before: FSMap, after: Version) {
        var before = try #require(versions[epoch - 1]).map
        before.completeCompat()
        before.epoch = epoch
        return (before, try #require(versions[epoch]))
    }
}

/// The bytes of a map about to be committed, with the times that the real monitor had.
func committed(_ map: FSMap, at after: FSMapLife.Version) -> ByteBuffer {
    var copy = map
    for (fscid, filesystem) in after.map.filesystems where copy.filesystems[fscid]?.mdsMap.epoch == map.epoch
    {
        copy.filesystems[fscid]?.mdsMap.modified = filesystem.mdsMap.modified
    }
    return copy.encoded()
}
