/// LevelDB's names of files.
package enum FileNames {
    package static let current = "CURRENT"
    private static let manifestPrefix = "MANIFEST-"

    /// The number in "000042.log"; nil for any other name.
    static func logNumber(_ name: String) -> UInt64? {
        guard name.hasSuffix(".log") else { return nil }
        return number(name.dropLast(4))
    }

    /// The names that table 42 can have: "000042.ldb", and "000042.sst" in old stores.
    static func table(_ number: UInt64) -> [String] {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return [padded + ".ldb", padded + ".sst"]
    }

    static func isManifest(_ name: String) -> Bool {
        name.hasPrefix(manifestPrefix) && number(name.dropFirst(manifestPrefix.count)) != nil
    }

    /// The number in "000042.ldb", "000042.log", "000042.dbtmp" or "MANIFEST-000042": names that LevelDB gives,
    /// and removes when it has no use for them any more. Nil for all others.
    package static func number(inNameOfOwn name: String) -> UInt64? {
        if name.hasPrefix(manifestPrefix) { return number(name.dropFirst(manifestPrefix.count)) }
        guard let dot = name.lastIndex(of: "."), ownSuffixes.contains(name[dot...]) else { return nil }
        return number(name[..<dot])
    }

    private static let ownSuffixes: Set<Substring> = [".log", ".ldb", ".sst", ".dbtmp"]

    private static func number(_ digits: Substring) -> UInt64? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(digits)
    }
}
