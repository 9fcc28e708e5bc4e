import Foundation

enum Environment {
    /// A number that says how long a test should be.
    static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap(Int.init) }
}
