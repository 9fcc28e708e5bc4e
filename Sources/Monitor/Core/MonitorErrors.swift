/// Why a monitor does not start on a store.
public struct MonitorStartError: Error, CustomStringConvertible {
    public let description: String

    public init(_ reason: String) {
        description = "\(reason); `monstore-tool PATH check` tells all that is wrong with the store"
    }
}
