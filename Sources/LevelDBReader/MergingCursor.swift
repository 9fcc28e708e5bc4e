/// Merges cursors into one order of internal keys. The children that have an entry are kept
/// sorted: in a run of entries from one child each step costs a single comparison.
final class MergingCursor {
    private let all: [InternalCursor]
    private var sorted: [InternalCursor] = []

    /// The child with the first entry; nil behind the last entry of all.
    private(set) var top: InternalCursor?

    init(_ children: [InternalCursor]) {
        all = children
    }

    func seekToFirst() throws {
        try restart { try $0.seekToFirst() }
    }

    func seek(_ target: InternalKeyView) throws {
        try restart { try $0.seek(target) }
    }

    /// Moves on; `top` is not nil.
    func next() throws {
        guard let first = top else { return }
        try first.next()
        if !first.isValid {
            sorted.removeFirst()
        } else if sorted.count > 1, first.key.compare(sorted[1].key) > 0 {
            resettleFirst(first)
        } else {
            return
        }
        top = sorted.first
    }

    /// After an error the cursor is at no entry.
    func invalidate() {
        sorted.removeAll(keepingCapacity: true)
        top = nil
    }

    private func restart(_ move: (InternalCursor) throws -> Void) throws {
        invalidate()
        for child in all { try move(child) }
        sorted = all.filter(\.isValid)
        sorted.sort { $0.key.compare($1.key) < 0 }
        top = sorted.first
    }

    /// Puts the first child back in order; it belongs behind the second.
    private func resettleFirst(_ first: InternalCursor) {
        var low = 2
        var high = sorted.count
        while low < high {
            let middle = low + (high - low) / 2
            if sorted[middle].key.compare(first.key) < 0 { low = middle + 1 } else { high = middle }
        }
        for index in 1..<low { sorted[index - 1] = sorted[index] }
        sorted[low - 1] = first
    }
}
