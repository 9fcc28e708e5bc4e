import CephTypes
import Testing

/// What Ceph 16.2.15's monitor made of these quotas.
@Suite struct NumberTextTests {
    @Test(arguments: [
        ("3K", 3072), ("4Ki", 4096), ("4KB", 4096), ("3B", 3), ("3BB", 3), ("9223372036854775807", .max),
    ])
    func `Sizes are read`(_ text: String, _ value: UInt64) throws {
        #expect(try CephNumberText.bytes(text, as: UInt64.self) == min(value, UInt64(Int64.max)))
    }

    @Test(arguments: [
        ("", "strict_iecstrtoll: value not specified"),
        ("3k", "strict_iecstrtoll: unit prefix not recognized"),
        ("1.5K", "strict_iecstrtoll: illegal prefix (length > 2)"),
        ("K", "Expected option value to be integer, got ''"),
        ("-4K", "strict_iecstrtoll: value should not be negative"),
        ("99999999999E", "strict_iecstrtoll: value seems to be too large"),
        ("9223372036854775808", "The option value '9223372036854775808' seems to be invalid"),
    ])
    func `Sizes that are none`(_ text: String, _ words: String) {
        let error = #expect(throws: CephNumberText.Failure.self) {
            try CephNumberText.bytes(text, as: UInt64.self)
        }
        #expect(error?.description == words)
    }

    @Test(arguments: [
        ("4Ki", "strict_si_cast: unit prefix not recognized"),
        ("4KB", "Expected option value to be integer, got '4KB'"),
        ("1.5K", "Expected option value to be integer, got '1.5'"),
        ("-4K", "strict_sistrtoll: value should not be negative"),
        ("99999999999E", "strict_sistrtoll: value out of range"),
    ])
    func `Counts that are none`(_ text: String, _ words: String) throws {
        #expect(try CephNumberText.count("3K", as: UInt64.self) == 3000)
        let error = #expect(throws: CephNumberText.Failure.self) {
            try CephNumberText.count(text, as: UInt64.self)
        }
        #expect(error?.description == words)
    }
}
