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
    private var passedCount: Int?

    /// Whether the cursor is at an entry.
    public private(set) var isValid = false

    init(_ children: [InternalCursor], lastSequence: UInt64) {
        merged = MergingCursor(children)
        self.lastSequence = lastSequence
    }

    /// Moves to the first key of the store.
    public func seekToFirst() throws {
        passedCount = nil
        try settle { try merged.seekToFirst() }
    }

    /// Moves to the first key that is equal to or greater than `key`.
    public func seek(_ key: [UInt8]) throws {
        passedCount = nil
        try withBytes(of: key) { start in
            let target = InternalKeyView(userKey: start, userCount: key.count, trailer: .max)
            try settle { try merged.seek(target) }
        }
    }

    /// Moves to the next key; does nothing when the cursor is at no entry.
    public func next() throws {
        guard isValid, let top = merged.top else { return }
        try settle {
            try pass(top)
            try merged.next()
        }
    }

    /// Lends the current key's bytes without a copy; they are valid during the call. No bytes when
    /// the cursor is at no entry.
    public func withKey<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        guard isValid, let top = merged.top else {
            return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return try body(UnsafeRawBufferPointer(start: top.key.userKey, count: top.key.userCount))
    }

    /// Lends the current value's bytes without a copy; they are valid during the call. No bytes
    /// when the cursor is at no entry.
    public func withValue<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        guard isValid, let top = merged.top else {
            return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return try body(UnsafeRawBufferPointer(top.value))
    }

    /// Lends the current entry with its trailer (sequence number and kind, as in `InternalKeyView`), for
    /// writing it to another table. Does nothing when the cursor is at no entry.
    package func withEntry(_ body: (UnsafeRawBufferPointer, UInt64, UnsafeRawBufferPointer) throws -> Void)
        rethrows
    {
        guard isValid, let top = merged.top else { return }
        let key = UnsafeRawBufferPointer(start: top.key.userKey, count: top.key.userCount)
        try body(key, top.key.trailer, UnsafeRawBufferPointer(top.value))
    }

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
            if try !isPassed(top), top.key.trailer >> 8 <= lastSequence {
                switch UInt8(truncatingIfNeeded: top.key.trailer) {
                case EntryKind.value: return true
                case EntryKind.deletion: try pass(top)
                case let kind: throw damage(top, "entry of unknown kind \(kind)")
                }
            }
            try merged.next()
        }
        return false
    }

    private func isPassed(_ top: InternalCursor) throws -> Bool {
        guard let passedCount else { return false }
        let order = compareBytes(
            top.key.userKey, top.key.userCount, UnsafePointer(passed.base), passedCount)
        guard order >= 0 else { throw damage(top, "keys out of order") }
        return order == 0
    }

    private func pass(_ top: InternalCursor) throws {
        let count = top.key.userCount
        try passed.reserve(count, keeping: 0, for: "cursor")
        passed.base.update(from: top.key.userKey, count: count)
        passedCount = count
    }

    private func damage(_ top: InternalCursor, _ reason: String) -> LevelDBReaderError {
        let location = top.location
        return LevelDBReaderError(
            .corruption, file: location.file, offset: location.offset, reason: reason)
    }
}
