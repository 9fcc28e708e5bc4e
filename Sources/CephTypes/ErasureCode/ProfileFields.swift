import CephEncoding

/// A profile while a plug-in reads it: what is missing gets its default value, and is then part of it.
struct ProfileFields {
    private(set) var profile: CephMap<String, String>

    init(_ profile: CephMap<String, String>) { self.profile = profile }

    func contains(_ name: String) -> Bool { profile.contains(name) }
    subscript(name: String) -> String? {
        get { profile[name] }
        set { profile[name] = newValue }
    }

    mutating func string(_ name: String, default standard: String) -> String {
        if let value = profile[name], !value.isEmpty { return value }
        profile[name] = standard
        return standard
    }

    mutating func int(_ name: String, default standard: Int) throws(ErasureCodeError) -> Int {
        let text = string(name, default: String(standard))
        do {
            return Int(try CephNumberText.integer(text))
        } catch {
            throw ErasureCodeError(
                ErasureCodeError.invalid,
                "could not convert \(name)=\(text) to int because \(error), set to default \(standard)")
        }
    }

    mutating func bool(_ name: String, default standard: Bool) -> Bool {
        let text = string(name, default: standard ? "true" : "false")
        return text == "yes" || text == "true"
    }

    /// What all codes have: where chunks go.
    mutating func readPlacement() {
        _ = string("crush-root", default: "default")
        _ = string("crush-failure-domain", default: "host")
        // An empty class is written too.
        if profile["crush-device-class"] == nil { profile["crush-device-class"] = "" }
    }

    func error(_ text: String) -> ErasureCodeError { ErasureCodeError(ErasureCodeError.invalid, text) }

    /// Numbers of chunks that any code can have.
    func check(dataChunks k: Int, codingChunks m: Int) throws(ErasureCodeError) {
        guard k >= 2 else { throw error("k=\(k) must be >= 2") }
        guard m >= 1 else { throw error("m=\(m) must be >= 1") }
        // More no pool can have (its size is a byte), and sizes must not overflow.
        guard k <= 1024, m <= 1024 else { throw error("k=\(k) m=\(m): there can be 1024 of each") }
    }

    /// The order of chunks that a profile may give. Ceph reads it twice before a profile is accepted and
    /// counts its places twice then, so that every order is refused.
    func checkMapping(chunks: Int) throws(ErasureCodeError) {
        guard let mapping = profile["mapping"], !mapping.isEmpty else { return }
        let places = mapping.utf8.count
        throw error(
            "mapping \(mapping) maps \(places == chunks ? 2 * places : places) chunks instead of"
                + " the expected \(chunks) and will be ignored")
    }
}
