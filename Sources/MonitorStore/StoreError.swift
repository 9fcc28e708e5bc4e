/// Why a store could not be opened, read or written; what to do about it is part of the sentence.
public struct StoreError: Error, CustomStringConvertible, Sendable {
    /// The classes of failure that a caller may want to tell apart.
    public enum Kind: Sendable {
        /// Nothing there, or something that is no store.
        case notAStore
        /// A store that this library does not open (RocksDB).
        case unsupported
        /// Another process has it open for writing.
        case locked
        /// Its bytes are damaged.
        case corruption
        /// The system refused: permissions, full disk, broken device.
        case inputOutput
    }

    /// What class of failure it is.
    public let kind: Kind
    /// A sentence for the operator, with the path.
    public let description: String

    /// - Parameters:
    ///   - kind: the class of failure.
    ///   - description: a sentence for the operator.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
