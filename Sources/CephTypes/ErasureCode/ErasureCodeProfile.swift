import CephEncoding

/// What a monitor must know of an erasure code: how many chunks there are and how large they are. The chunks
/// themselves OSDs make.
///
/// A profile is a map of texts; making the code of it fills in what is missing, as Ceph's plug-ins do
/// (src/erasure-code).
public struct ErasureCode: Hashable, Sendable {
    public var dataChunks: Int
    public var codingChunks: Int
    /// As the plug-in completed it.
    public var profile: CephMap<String, String>
    /// Steps that choose the places, behind `take`; empty: one chunk a failure domain.
    public var ruleSteps: [RuleStep] = []
    private let padding: ChunkPadding

    /// A step of a rule by names: `choose` or `chooseleaf`, the type, how many.
    public struct RuleStep: Hashable, Sendable {
        public var isLeaf: Bool
        public var type: String
        public var count: Int
    }

    init(
        dataChunks: Int, codingChunks: Int, profile: CephMap<String, String>, padding: ChunkPadding,
        ruleSteps: [RuleStep] = []
    ) {
        self.dataChunks = dataChunks
        self.codingChunks = codingChunks
        self.profile = profile
        self.padding = padding
        self.ruleSteps = ruleSteps
    }

    public var chunks: Int { dataChunks + codingChunks }

    /// How large a chunk of a stripe is, padded as the code needs it. Bytes.
    public func chunkSize(stripeWidth: Int) -> Int {
        padding.chunkSize(stripeWidth: stripeWidth, dataChunks: dataChunks)
    }

    /// Where the rule of a pool starts, what keeps chunks apart, and on which devices.
    public var crushRoot: String { profile["crush-root"] ?? "default" }
    public var crushFailureDomain: String { profile["crush-failure-domain"] ?? "host" }
    public var crushDeviceClass: String { profile["crush-device-class"] ?? "" }
}

/// How chunks are padded.
struct ChunkPadding: Hashable, Sendable {
    /// What the padded thing is a multiple of. Bytes.
    var alignment: Int
    /// Each chunk by itself; else the whole stripe.
    var isPerChunk: Bool

    func chunkSize(stripeWidth: Int, dataChunks: Int) -> Int {
        guard dataChunks > 0, alignment > 0, stripeWidth >= 0 else { return 0 }
        func up(_ number: Int) -> Int {
            let rest = number % alignment
            return rest == 0 ? number : number.addingReportingOverflow(alignment - rest).partialValue
        }
        return isPerChunk
            ? up(stripeWidth / dataChunks + (stripeWidth % dataChunks == 0 ? 0 : 1))
            : up(stripeWidth) / dataChunks
    }
}

/// Why a profile makes no code: the error number (positive) and the plug-in's words.
public struct ErasureCodeError: Error, Hashable, Sendable, CustomStringConvertible {
    public var errno: Int32
    public var description: String

    init(_ errno: Int32, _ description: String) {
        self.errno = errno
        self.description = description
    }

    static let invalid: Int32 = 22
}

extension ErasureCode {
    /// The plug-ins that a monitor loads when it starts (`osd_erasure_code_plugins`).
    public static let preloadedPlugins: Set<String> = ["jerasure", "lrc", "isa"]

    /// Makes a profile's code.
    /// - Parameter directory: where Ceph would look for plug-ins; only part of an error's text.
    public init(
        profile: CephMap<String, String>, directory: String = "/usr/lib/x86_64-linux-gnu/ceph/erasure-code"
    ) throws(ErasureCodeError) {
        let plugin = profile["plugin"] ?? ""
        var fields = ProfileFields(profile)
        switch plugin {
        case "jerasure": self = try .jerasure(&fields)
        case "isa": self = try .isa(&fields)
        case "shec": self = try .shec(&fields)
        case "clay": self = try .clay(&fields)
        case "lrc": self = try .locallyRepairable(&fields)
        default:
            let file = "\(directory)/libec_\(plugin).so"
            throw ErasureCodeError(
                5,
                "load dlopen(\(file)): \(file): cannot open shared object file: No such file or directory")
        }
    }
}
