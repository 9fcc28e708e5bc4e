import CephTypes

/// What a check found, and how much it looked at.
public struct CheckReport: Sendable {
    /// Errors first.
    public let findings: [Finding]
    /// Findings beyond those that are kept.
    public let dropped: Int
    public let keys: UInt64
    /// Values of a known type.
    public let values: UInt64
    /// Services that have something in the store.
    public let services: Int

    public func count(_ severity: Finding.Severity) -> Int {
        findings.count { $0.severity == severity }
    }

    /// Nothing but information.
    public var isClean: Bool { count(.error) == 0 && count(.warning) == 0 && dropped == 0 }

    /// `clean`, or `2 errors, 1 warning`.
    public var verdict: String {
        if isClean { return "clean" }
        let parts = [(count(.error), "error"), (count(.warning), "warning"), (dropped, "more finding")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
            .joined(separator: ", ")
    }

    /// `checked 1200 keys, 1100 values of 10 services`
    public var extent: String { "checked \(keys) keys, \(values) values of \(services) services" }

    /// - Parameter path: as the user gave it, for the commands.
    public func dump(path: String, seconds: Double, to formatter: inout CephFormatter) {
        formatter.array("findings") { list in
            for finding in findings {
                list.object("finding") {
                    $0.string("severity", finding.severity.rawValue)
                    $0.string("key", finding.place)
                    $0.string("message", finding.sentence)
                    if let mend = finding.mendText(path: path) { $0.string("mend", mend) }
                    $0.bool("repairable", finding.remedy != nil)
                }
            }
        }
        formatter.object("summary") {
            $0.int("errors", count(.error))
            $0.int("warnings", count(.warning))
            $0.int("infos", count(.info))
            $0.int("not_listed", dropped)
            $0.int("keys", keys)
            $0.int("values", values)
            $0.int("services", services)
            $0.float("seconds", seconds)
            $0.string("verdict", verdict)
        }
    }
}
