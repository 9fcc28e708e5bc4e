import Glibc

/// Walks a snapshot in ascending order of keys; deleted and overwritten entries are hidden.
///
/// A cursor begins at no entry: call `seekToFirst` or `seek` first. After a method threw it is at
/// no entry again. It keeps what it reads alive, and is for one thread at a time.
public final class LevelDBCursor {
    private let merged: MergingCursor
    private let lastSequence: UInt64
    /// The last key that was shown or that a deletion hides: older entries of it are passed over.
    private let passed = ByteBuffer()
    private var passedCount = 0
    private var hasPassed = false

    /// Whether the cursor is at an entry.
    public private(set) var isValid = false

    init(_ children: [InternalCursor], lastSequence: UInt64) {
        merged = MergingCursor(children)
        self.lastSequence = lastSequence
    }

    /// Moves to the first key of the store.
    public func seekToFirst() throws {
        hasPassed = false
        try settle { try merged.seekToFirst() }
    }

    /// Moves to the first key that is equal to or greater than `key`.
    public func seek(_ key: [UInt8]) throws {
        hasPassed = false
        try withBytes(of: key) { start in
            let target = InternalKeyView(userKey: start, userCount: key.count, trailer: .max)
            try settle { try merged.seek(target) }
        }
    }

    /// Moves to the next key; does nothing when the cursor is at no entry.
    public func next() throws {
        guard isValid, let top = merged.top else { return }
        try settle {
            try pass(top.pointee.key)
            try merged.next()
        }
    }

    /// Lends the current key's bytes without a copy; they are valid during the call. No bytes when
    /// the cursor is at no entry.
    public func withKey<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(current.map { UnsafeRawBufferPointer($0.pointee.key.userBytes) } ?? Self.noBytes)
    }

    /// Lends the current value's bytes without a copy; they are valid during the call. No bytes
    /// when the cursor is at no entry.
    public func withValue<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(current.map { UnsafeRawBufferPointer($0.pointee.value) } ?? Self.noBytes)
    }

    /// Lends the current entry with its trailer (sequence number and kind, as in `InternalKeyView`), for
    /// writing it to another table. Does nothing when the cursor is at no entry.
    package func withEntry(_ body: (UnsafeRawBufferPointer, UInt64, UnsafeRawBufferPointer) throws -> Void)
        rethrows
    {
        guard let entry = current else { return }
        try body(
            UnsafeRawBufferPointer(entry.pointee.key.userBytes), entry.pointee.key.trailer,
            UnsafeRawBufferPointer(entry.pointee.value))
    }

    private static var noBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: nil, count: 0)
    }

    private var current: UnsafeMutablePointer<CurrentEntry>? { isValid ? merged.top : nil }

    /// Moves, and then on to the next visible entry.
    private func settle(after move: () throws -> Void) throws {
        isValid = false
        do {
            try move()
            isValid = try findVisible()
        } catch {
            merged.invalidate()
            throw error
        }
    }

    private func findVisible() throws -> Bool {
        while let top = merged.top {
            let key = top.pointee.key
            if try !isPassed(key), key.trailer >> 8 <= lastSequence {
                switch UInt8(truncatingIfNeeded: key.trailer) {
                case EntryKind.value: return true
                case EntryKind.deletion: try pass(key)
                case let kind: throw damage("entry of unknown kind \(kind)")
                }
            }
            try merged.next()
        }
        return false
    }

    private func isPassed(_ key: InternalKeyView) throws -> Bool {
        guard hasPassed else { return false }
        let order = compareBytes(
            key.userKey, key.userCount, UnsafePointer(passed.base), passedCount)
        guard order >= 0 else { throw damage("keys out of order") }
        return order == 0
    }

    private func pass(_ key: InternalKeyView) throws {
        if key.userCount > passed.capacity {
            try passed.reserve(key.userCount, keeping: 0, for: "cursor")
        }
        passed.base.update(from: key.userKey, count: key.userCount)
        passedCount = key.userCount
        hasPassed = true
    }

    private func damage(_ reason: String) -> LevelDBReaderError {
        let location = merged.location
        return LevelDBReaderError(
            .corruption, file: location.file, offset: location.offset, reason: reason)
    }
}
