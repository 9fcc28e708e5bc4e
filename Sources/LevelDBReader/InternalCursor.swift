/// Walks entries in the order of internal keys. The current entry is in stored properties and not
/// behind methods, because the merge looks at it several times per step.
class InternalCursor {
    final var isValid = false
    /// The current entry's key; borrowed, like the value, until the cursor moves.
    final var key: InternalKeyView
    final var value: UnsafeBufferPointer<UInt8>

    init() {
        value = UnsafeBufferPointer(start: nil, count: 0)
        key = InternalKeyView(userKey: Self.nowhere, userCount: 0, trailer: 0)
    }

    /// An address for keys of no bytes.
    private static nonisolated(unsafe) let nowhere = UnsafePointer(
        UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    /// Where the current entry comes from, for messages.
    var location: (file: String, offset: Int?) { ("", nil) }

    func seekToFirst() throws {}

    /// Moves to the first entry at or after `target`.
    func seek(_ target: InternalKeyView) throws {}

    /// Moves on; the cursor is valid.
    func next() throws {}
}
