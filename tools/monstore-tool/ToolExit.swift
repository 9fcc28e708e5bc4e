import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorStore
import StoreAnalysis

/// How the tool ends when something is wrong: one line on standard error, and a status that tells what kind
/// of thing it was (those of sysexits.h).
enum ToolExit {
    static let notFound = ExitCode(1)

    static func leave(with error: any Error) -> Never {
        switch error {
        case let error as StoreError:
            complain(error.description)
            exit(status(of: error.kind))
        case let error as CephDecodingError:
            complain(error.description)
            exit(65)
        case is StoreRebuild.Failure, is CrushRewrite.Failure, is CrushTextError:
            complain("\(error)")
            exit(65)
        case let error as MonitorStartError:
            complain(error.description)
            exit(65)
        case let error as CommandError:
            complain("Error \(error.name): \(error.status)")
            exit(-error.code)
        case let error as ToolError:
            complain(error.description)
            exit(error.status)
        default:
            MonstoreTool.exit(withError: error)
        }
    }

    private static func status(of kind: StoreError.Kind) -> Int32 {
        switch kind {
        case .corruption: 65
        case .notAStore: 66
        case .unsupported: 69
        case .inputOutput: 74
        case .locked: 75
        }
    }

    /// One line on standard error.
    static func complain(_ message: String) {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        Terminal.write("monstore-tool: \(line)\n")
    }
}

/// A failure of the tool's own: a file that can't be read or written, a key that is absent.
struct ToolError: Error, CustomStringConvertible {
    let status: Int32
    let description: String

    static func notFound(_ what: String) -> ToolError { ToolError(status: 1, description: what) }
    static func file(_ path: String, _ code: Int32 = errno) -> ToolError {
        ToolError(status: 74, description: "\(path): \(String(cString: strerror(code)))")
    }
    static func damaged(_ what: String) -> ToolError { ToolError(status: 65, description: what) }
}
