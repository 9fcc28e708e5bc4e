/// Merges cursors into one order of internal keys. The children that have an entry are kept
/// sorted: in a run of entries from one child each step costs a single comparison.
final class MergingCursor {
    /// A child without a count of references; `all` keeps it alive.
    private struct Child {
        let cursor: Unmanaged<InternalCursor>
        let entry: UnsafeMutablePointer<CurrentEntry>

        init(_ cursor: InternalCursor) {
            self.cursor = Unmanaged.passUnretained(cursor)
            entry = cursor.entry
        }
    }

    private let all: [InternalCursor]
    /// Room for a child each; the first `count` have an entry.
    private let sorted: UnsafeMutablePointer<Child>
    private var count = 0

    init(_ children: [InternalCursor]) {
        all = children
        sorted = .allocate(capacity: children.count)
    }

    deinit { sorted.deallocate() }

    /// The first entry of all; nil behind the last.
    var top: UnsafeMutablePointer<CurrentEntry>? {
        @inline(__always) get { count > 0 ? sorted[0].entry : nil }
    }

    /// Where the first entry comes from, for messages.
    var location: (file: String, offset: Int?) {
        count > 0 ? sorted[0].cursor.takeUnretainedValue().location : ("", nil)
    }

    func seekToFirst() throws {
        try restart { try $0.seekToFirst() }
    }

    func seek(_ target: InternalKeyView) throws {
        try restart { try $0.seek(target) }
    }

    /// Moves on; does nothing behind the last entry.
    func next() throws {
        guard count > 0 else { return }
        let first = sorted[0]
        try first.cursor._withUnsafeGuaranteedRef { try $0.next() }
        if !first.entry.pointee.isValid {
            count -= 1
            for index in 0..<count { sorted[index] = sorted[index + 1] }
        } else if count > 1, first.entry.pointee.key.compare(sorted[1].entry.pointee.key) > 0 {
            resettleFirst(first)
        }
    }

    /// After an error the cursor is at no entry.
    func invalidate() {
        count = 0
    }

    private func restart(_ move: (InternalCursor) throws -> Void) throws {
        invalidate()
        for child in all { try move(child) }
        let ordered = all.filter(\.isValid).sorted { $0.key.compare($1.key) < 0 }
        for (index, child) in ordered.enumerated() { sorted[index] = Child(child) }
        count = ordered.count
    }

    /// Puts the first child back in order; it belongs behind the second.
    private func resettleFirst(_ first: Child) {
        let key = first.entry.pointee.key
        var low = 2
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if sorted[middle].entry.pointee.key.compare(key) < 0 { low = middle + 1 } else { high = middle }
        }
        for index in 1..<low { sorted[index - 1] = sorted[index] }
        sorted[low - 1] = first
    }
}
