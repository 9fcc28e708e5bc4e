/// The entry that an internal cursor is at; borrowed until the cursor moves.
struct CurrentEntry {
    var isValid = false
    var key: InternalKeyView
    var value = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// Allocates a place for an entry, without an entry in it.
    static func makePlace() -> UnsafeMutablePointer<CurrentEntry> {
        let place = UnsafeMutablePointer<CurrentEntry>.allocate(capacity: 1)
        // The key of no bytes needs some address: the place's own will do.
        let somewhere = UnsafeRawPointer(place).assumingMemoryBound(to: UInt8.self)
        let key = InternalKeyView(userKey: somewhere, userCount: 0, trailer: 0)
        place.initialize(to: CurrentEntry(key: key))
        return place
    }
}

/// Walks entries in the order of internal keys. The current entry is at a fixed address and not
/// behind methods: the merge looks at it several times per step, and through a pointer it can do
/// so without counting references.
class InternalCursor {
    final let entry: UnsafeMutablePointer<CurrentEntry>

    /// Takes over a place made by `CurrentEntry.makePlace`.
    init(place: UnsafeMutablePointer<CurrentEntry>) {
        entry = place
    }

    deinit { entry.deallocate() }

    final var isValid: Bool {
        @inline(__always) get { entry.pointee.isValid }
        @inline(__always) set { entry.pointee.isValid = newValue }
    }
    final var key: InternalKeyView {
        @inline(__always) get { entry.pointee.key }
        @inline(__always) set { entry.pointee.key = newValue }
    }
    final var value: UnsafeBufferPointer<UInt8> {
        @inline(__always) get { entry.pointee.value }
        @inline(__always) set { entry.pointee.value = newValue }
    }

    /// Where the current entry comes from, for messages.
    var location: (file: String, offset: Int?) { ("", nil) }

    func seekToFirst() throws {}

    /// Moves to the first entry at or after `target`.
    func seek(_ target: InternalKeyView) throws {}

    /// Moves on; the cursor is valid.
    func next() throws {}
}
