/// Why a monitor does not start on a store.
public struct MonitorStartError: Error, CustomStringConvertible {
    public let description: String

    public init(_ reason: String) {
        description = "\(reason); `monstore-tool PATH check` tells all that is wrong with the store"
    }

    /// Runs `body`; whatever it throws becomes one of these, with `context` before it.
    static func naming<T>(_ context: String = "", _ body: () throws -> T) throws(MonitorStartError) -> T {
        do {
            return try body()
        } catch let error as MonitorStartError {
            throw error
        } catch {
            throw MonitorStartError("\(context)\(error)")
        }
    }
}
