import CephEncoding
import CephTypes

/// A value as `osd pool set` was given it, read as all that it may be.
struct PoolChange {
    let variable: String
    let text: String
    let isSure: Bool
    private let integer: Result<Int64, CephNumberText.Failure>
    private let float: Result<Double, CephNumberText.Failure>

    private static let byteVariables: Set<String> = [
        "target_max_bytes", "target_size_bytes", "compression_max_blob_size", "compression_min_blob_size",
        "csum_max_block", "csum_min_block",
    ]

    init(_ variable: String, _ text: String, isSure: Bool) {
        self.variable = variable
        self.text = text
        self.isSure = isSure
        integer = Result { () throws(CephNumberText.Failure) -> Int64 in
            if variable == "target_max_objects" { return try CephNumberText.count(text) }
            return Self.byteVariables.contains(variable)
                ? try CephNumberText.bytes(text) : try CephNumberText.integer(text)
        }
        float = Result { () throws(CephNumberText.Failure) -> Double in try CephNumberText.double(text) }
    }

    var isUnset: Bool { text == "unset" }
    var isInteger: Bool { (try? integer.get()) != nil }

    /// - Parameter kind: what Ceph's words call it: `integer value`, `int`.
    func int(_ kind: String = "integer value") throws -> Int64 {
        do {
            return try integer.get()
        } catch {
            throw CommandError(.invalid, "error parsing \(kind) '\(text)': \(error)")
        }
    }

    func double(_ kind: String) throws -> Double {
        do {
            return try float.get()
        } catch {
            throw CommandError(.invalid, "error parsing \(kind) '\(text)': \(error)")
        }
    }

    /// The number, 0 where it is none.
    var doubleOrZero: Double { (try? float.get()) ?? 0 }

    /// `true`, `1`, `false` or `0`.
    func bool() throws -> Bool {
        if text == "true" || (try? integer.get()) == 1 { return true }
        if text == "false" || (try? integer.get()) == 0 { return false }
        throw CommandError(.invalid, "expecting value 'true', 'false', '0', or '1'")
    }

    /// A number that a field of 32 bits takes; Ceph cuts larger ones off.
    func word(_ kind: String = "integer value") throws -> UInt32 {
        UInt32(truncatingIfNeeded: try int(kind))
    }
}
