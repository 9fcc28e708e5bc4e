import Dispatch
import Synchronization

/// Compresses and writes tables, several at a time, while the next ones are filled.
final class TablePipeline: Sendable {
    private struct State {
        var tables: [NewTable] = []
        var failure: (any Error)?
    }

    /// Tables in memory at a time, which bounds it whatever the store's size. More than processors, for
    /// some wait for the disk.
    private static let depth = 4

    private let folder: DurableFolder
    private let compresses: Bool
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "tables", attributes: .concurrent)
    private let slots = DispatchSemaphore(value: TablePipeline.depth)
    private let running = DispatchGroup()

    init(folder: DurableFolder, compresses: Bool) {
        self.folder = folder
        self.compresses = compresses
    }

    static func name(of number: UInt64) -> String { "\(String(padded: number)).ldb" }

    /// Takes a table over; waits while too many are under way.
    func write(_ contents: TableContents, number: UInt64) throws {
        slots.wait()
        if let failure = state.withLock({ $0.failure }) {
            slots.signal()
            throw failure
        }
        queue.async(group: running) { [self] in
            defer { slots.signal() }
            let result = Result { try encodeAndWrite(contents, number: number) }
            state.withLock { state in
                switch result {
                case .success(let table): state.tables.append(table)
                case .failure(let error): state.failure = error
                }
            }
        }
    }

    private func encodeAndWrite(_ contents: TableContents, number: UInt64) throws -> NewTable {
        let bytes = TableEncoder.encode(contents, compresses: compresses)
        try folder.write(bytes, to: Self.name(of: number))
        return NewTable(
            number: number, size: bytes.count, smallest: contents.smallest, largest: contents.largest)
    }

    /// Waits for what is under way.
    /// - Returns: all tables, in order of their numbers.
    func finish() throws -> [NewTable] {
        running.wait()
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.tables.sorted { $0.number < $1.number }
        }
    }

    /// Waits as well, whatever became of the tables.
    func abandon() { running.wait() }
}

extension String {
    /// A number in names of files: six digits, or more.
    init(padded number: UInt64) {
        let digits = String(number)
        self = String(repeating: "0", count: Swift.max(0, 6 - digits.count)) + digits
    }
}
