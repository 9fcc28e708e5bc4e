import Synchronization

/// Readers of the tables that were used last, so that neighbouring look-ups do not each read an
/// index block. Bounded, because stores have any number of tables.
final class TableCache: Sendable {
    private struct State {
        var readers: [ObjectIdentifier: (reader: TableReader, used: UInt64)] = [:]
        var clock: UInt64 = 0
    }

    private static let capacity = 64

    private let verifyChecksums: Bool
    private let state = Mutex(State())

    init(verifyChecksums: Bool) {
        self.verifyChecksums = verifyChecksums
    }

    func reader(for table: TableFile) throws -> TableReader {
        let key = ObjectIdentifier(table)
        let known = state.withLock { state -> TableReader? in
            state.clock += 1
            guard let reader = state.readers[key]?.reader else { return nil }
            state.readers[key]?.used = state.clock
            return reader
        }
        if let known { return known }
        let reader = try TableReader(table, verifyChecksums: verifyChecksums)
        state.withLock { state in
            if state.readers.count >= Self.capacity,
                let oldest = state.readers.min(by: { $0.value.used < $1.value.used })
            {
                state.readers[oldest.key] = nil
            }
            state.readers[key] = (reader, state.clock)
        }
        return reader
    }
}
