import CephEncoding

// Numbers and checks of the other plug-ins: src/erasure-code/isa, shec, clay, lrc.

extension ErasureCode {
    static func isa(_ fields: inout ProfileFields) throws(ErasureCodeError) -> ErasureCode {
        let technique = fields["technique"] ?? "reed_sol_van"
        guard technique == "reed_sol_van" || technique == "cauchy" else {
            throw ErasureCodeError(
                2,
                "technique=\(technique) is not a valid coding technique. "
                    + " Choose one of the following: reed_sol_van,cauchy")
        }
        fields["technique"] = technique
        let k = try fields.int("k", default: 7)
        let m = try fields.int("m", default: 3)
        try fields.checkMapping(chunks: k.addingReportingOverflow(m).partialValue)
        try fields.check(dataChunks: k, codingChunks: m)
        if technique == "reed_sol_van" {
            guard k <= 32 else {
                throw fields.error("Vandermonde: m=\(m) should be less/equal than 32 : revert to k=32")
            }
            guard m <= 4 else {
                throw fields.error(
                    "Vandermonde: m=\(m) should be less than 5 to guarantee an MDS codec: revert to m=4")
            }
            guard m < 4 || k <= 21 else {
                throw fields.error(
                    "Vandermonde: k=\(k) should be less than 22 to guarantee an MDS codec with m=4: revert to k=21"
                )
            }
        }
        fields.readPlacement()
        return ErasureCode(
            dataChunks: k, codingChunks: m, profile: fields.profile,
            padding: ChunkPadding(alignment: 32, isPerChunk: true))
    }

    /// Shingled erasure code: `c` is how many failures it bears. It says no more than that a profile is wrong.
    static func shec(_ fields: inout ProfileFields) throws(ErasureCodeError) -> ErasureCode {
        let technique = fields["technique"] ?? "multiple"
        guard technique == "single" || technique == "multiple" else {
            throw ErasureCodeError(
                2,
                "technique=\(technique) is not a valid coding technique."
                    + " Choose one of the following: single, multiple ")
        }
        fields["technique"] = technique
        var (k, m, c) = (4, 3, 2)
        let given = ["k", "m", "c"].filter(fields.contains)
        if given.count == 3 {
            k = number(fields["k"])
            m = number(fields["m"])
            c = number(fields["c"])
            guard k > 0, m > 0, c > 0, m >= c, k <= 12, k + m <= 20, k >= m else {
                throw fields.error("")
            }
        } else if !given.isEmpty {
            throw fields.error("")
        }
        // Any other number counts as 8.
        let w = [8, 16, 32].first { $0 == number(fields["w"]) } ?? 8
        fields.readPlacement()
        return ErasureCode(
            dataChunks: k, codingChunks: m, profile: fields.profile,
            padding: ChunkPadding(alignment: k * w * 4, isPerChunk: false))
    }

    private static func number(_ text: String?) -> Int {
        text.flatMap { try? CephNumberText.integer($0) }.map { Int($0) } ?? 0
    }

    /// Coupled layers: a chunk is repaired with parts of `d` others.
    static func clay(_ fields: inout ProfileFields) throws(ErasureCodeError) -> ErasureCode {
        let k = try fields.int("k", default: 4)
        let m = try fields.int("m", default: 2)
        try fields.check(dataChunks: k, codingChunks: m)
        let d = try fields.int("d", default: k + m - 1)
        let scalar = fields["scalar_mds"].flatMap { $0.isEmpty ? nil : $0 } ?? "jerasure"
        guard ["jerasure", "isa", "shec"].contains(scalar) else {
            throw fields.error(
                "scalar_mds is not currently supported, use one of 'jerasure', 'isa', 'shec'"
            )
        }
        guard (k...(k + m - 1)).contains(d) else {
            throw fields.error("value of d \(d) must be within [ \(k),\(k + m - 1)]")
        }
        let q = d - k + 1
        let padded = k + m + (q - (k + m) % q) % q
        guard padded <= 254 else { throw fields.error("") }
        var parts = 1
        for _ in 0..<(padded / q) {
            let (product, overflow) = parts.multipliedReportingOverflow(by: q)
            guard !overflow, product <= 1 << 30 else {
                throw fields.error("k=\(k) m=\(m) d=\(d): a chunk would have too many parts")
            }
            parts = product
        }
        fields.readPlacement()
        // What the inner code of two by two chunks pads one byte to.
        let inner = padding(k: 2, w: 8, packet: 1, hasPackets: false, false)
            .chunkSize(stripeWidth: 1, dataChunks: 2)
        return ErasureCode(
            dataChunks: k, codingChunks: m, profile: fields.profile,
            padding: ChunkPadding(alignment: parts * k * inner, isPerChunk: false))
    }

    /// Locally repairable: every `l` chunks get one more. Layers written out one by one Ceph knows too; here
    /// they are refused.
    static func locallyRepairable(_ fields: inout ProfileFields) throws(ErasureCodeError) -> ErasureCode {
        let isByNumbers = ["k", "m", "l"].contains { fields.contains($0) && fields[$0] != "-1" }
        let k = try fields.int("k", default: -1)
        let m = try fields.int("m", default: -1)
        let l = try fields.int("l", default: -1)
        func words(_ profile: ProfileFields) -> String { profile.profile.inBraces }
        guard isByNumbers else {
            if fields["layers"] != nil {
                throw fields.error("layers that are written out are not supported: set k, m and l")
            }
            fields.readPlacement()
            var shown = fields
            shown["crush-failure-domain"] = nil
            throw ErasureCodeError(lrcMissing, "could not find 'layers' in \(words(shown))")
        }
        guard k != -1, m != -1, l != -1 else {
            throw ErasureCodeError(
                lrcAllOrNothing, "All of k, m, l must be set or none of them in \(words(fields))")
        }
        for name in ["mapping", "layers", "crush-steps"] where fields.contains(name) {
            throw ErasureCodeError(
                lrcGenerated,
                "The \(name) parameter cannot be set when k, m, l are set in \(words(fields))")
        }
        let sum = k.addingReportingOverflow(m).partialValue
        guard l > 0, sum % l == 0 else {
            throw ErasureCodeError(lrcModulo, "k + m must be a multiple of l in \(words(fields))")
        }
        let groups = sum / l
        guard groups > 0, k % groups == 0 else {
            throw ErasureCodeError(lrcModuloK, "k must be a multiple of (k + m) / l in \(words(fields))")
        }
        guard m % groups == 0 else {
            throw ErasureCodeError(lrcModuloM, "m must be a multiple of (k + m) / l in \(words(fields))")
        }
        try fields.check(dataChunks: k, codingChunks: m)
        fields.readPlacement()
        var steps: [RuleStep] = []
        if let locality = fields["crush-locality"], !locality.isEmpty {
            let domain = fields["crush-failure-domain"] ?? "host"
            steps = [
                RuleStep(isLeaf: false, type: locality, count: groups),
                RuleStep(isLeaf: true, type: domain, count: l + 1),
            ]
        }
        return ErasureCode(
            dataChunks: k, codingChunks: m + groups, profile: fields.profile,
            padding: padding(k: k, w: 8, packet: 1, hasPackets: false, false), ruleSteps: steps)
    }

    /// Error numbers of the plug-in's own (`MAX_ERRNO` and so on, src/erasure-code/lrc/ErasureCodeLrc.h).
    private static let (lrcMissing, lrcAllOrNothing, lrcGenerated): (Int32, Int32, Int32) = (4101, 4112, 4113)
    private static let (lrcModulo, lrcModuloK, lrcModuloM): (Int32, Int32, Int32) = (4114, 4115, 4116)
}

extension CephMap where Key == String, Value == String {
    /// `{k=2,m=1}`: as Ceph's messages show a map of texts.
    public var inBraces: String {
        "{" + map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "}"
    }
}
