import Glibc

/// Uninitialised memory that grows on demand and is reused, so that a scan allocates nothing per
/// entry. Running out of memory is an error here and not a trap: the sizes come from files.
final class ByteBuffer {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int

    init() {
        // One byte, so that there always is an address.
        base = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
        capacity = 0
    }

    deinit { release() }

    /// Makes room for `count` bytes and keeps the first `used` of what is there.
    func reserve(_ count: Int, keeping used: Int, for file: String) throws {
        guard count > capacity else { return }
        let wanted = max(count, min(capacity &* 2, count &+ (64 << 20)), 64)
        guard let memory = malloc(wanted) else {
            throw LevelDBReaderError(
                .unreadable, file: file, reason: "no memory for \(wanted) bytes", systemError: ENOMEM)
        }
        if used > 0 { memcpy(memory, base, used) }
        release()
        base = memory.assumingMemoryBound(to: UInt8.self)
        capacity = wanted
    }

    private func release() {
        if capacity == 0 { base.deallocate() } else { free(base) }
    }
}
