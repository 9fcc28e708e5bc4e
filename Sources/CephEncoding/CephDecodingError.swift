/// Says which field of which record could not be read, at which byte, and why.
///
/// The path is built while the error passes outwards (each ``CephDecoder/decode(_:as:)`` on its way puts
/// its field in front), so reading costs nothing for it.
public struct CephDecodingError: Error, Equatable, Sendable {
    /// Outermost field first: `osdmap`, `pools`, `[3]`, `snaps`.
    public private(set) var path: [String]
    /// Bytes from the start of the outermost buffer.
    public let offset: Int
    /// What was expected there, or what is wrong with what was found.
    public let reason: String

    /// - Parameters:
    ///   - offset: bytes from the start of the outermost buffer.
    ///   - reason: what was expected there.
    ///   - path: field names, outermost first.
    public init(offset: Int, reason: String, path: [String] = []) {
        self.offset = offset
        self.reason = reason
        self.path = path
    }

    /// The same error, seen from one level further out.
    public func within(_ component: String) -> CephDecodingError {
        guard !component.isEmpty else { return self }
        return CephDecodingError(offset: offset, reason: reason, path: [component] + path)
    }
}

extension CephDecodingError: CustomStringConvertible {
    public var description: String {
        var field = ""
        for component in path {
            if !field.isEmpty && !component.hasPrefix("[") { field += "." }
            field += component
        }
        let place = "at byte \(offset): \(reason)"
        return field.isEmpty ? place : "\(field): \(place)"
    }
}
