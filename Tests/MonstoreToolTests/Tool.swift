import Foundation
import TestSupport

/// Runs the built `monstore-tool`.
enum Tool {
    static let path = Program.built("monstore-tool")

    @discardableResult
    static func run(_ arguments: String..., limit: Double = 60) throws -> ProgramResult {
        try Program.run(path, arguments, limit: limit)
    }
}

/// The small store that Ceph's monitor made, and what Ceph's tools said of it.
enum SmallStore {
    static let path = "\(Fixtures.folder)/stores/small"

    static func expected(_ name: String) throws -> Data { try Fixtures.data("stores/small.expected/\(name)") }

    /// A copy that may be changed.
    static func copy(in folder: TemporaryFolder, as name: String = "mon") throws -> String {
        try folder.copy(of: path, as: name)
    }
}
