/// Objects and fields of the corpus that cannot be equal, each with the reason; one file a folder of types.
struct CorpusExceptions {
    /// Objects (`VERSION/TYPE/HASH`) that Ceph's own decoder refuses too.
    var undecodable: [String: String] = [:]
    /// Objects of 16.2 that were not written with 16.2's own feature bits, or by other means.
    var notReencoded: [String: String] = [:]
    /// By type: a part of a difference's text, and why 16.2 differs there from the 14.2 that made the dumps.
    var renamed: [String: [String: String]] = [:]

    private static let families: [CorpusExceptions] = [
        .osdMap, .crush, .cluster, .pgMap, .auth, .log,
    ]

    static let undecodable = families.reduce(into: [:]) { $0.merge($1.undecodable) { one, _ in one } }
    static let notReencoded = families.reduce(into: [:]) { $0.merge($1.notReencoded) { one, _ in one } }

    static func explanation(of difference: String, in type: String) -> String? {
        families.lazy.compactMap { $0.renamed[type]?.first { difference.contains($0.key) }?.value }.first
    }
}
