import CephEncoding

// Numbers and checks of src/erasure-code/jerasure.

extension ErasureCode {
    private enum Technique: String, CaseIterable {
        case reedSolVan = "reed_sol_van"
        case reedSolR6 = "reed_sol_r6_op"
        case cauchyOrig = "cauchy_orig"
        case cauchyGood = "cauchy_good"
        case liberation
        case blaumRoth = "blaum_roth"
        case liber8tion

        /// k, m, w
        var defaults: (k: Int, m: Int, w: Int) {
            switch self {
            case .reedSolVan, .cauchyOrig, .cauchyGood: (7, 3, 8)
            case .reedSolR6: (7, 2, 8)
            case .liberation, .blaumRoth: (2, 2, 7)
            case .liber8tion: (2, 2, 8)
            }
        }

        var hasPackets: Bool { self != .reedSolVan && self != .reedSolR6 }
    }

    static func jerasure(_ fields: inout ProfileFields) throws(ErasureCodeError) -> ErasureCode {
        let name = fields["technique"] ?? ""
        guard let technique = Technique(rawValue: name) else {
            let list = Technique.allCases.map(\.rawValue).joined(separator: ", ")
            throw ErasureCodeError(
                2, "technique=\(name) is not a valid coding technique.  Choose one of the following: \(list)")
        }
        let k = try fields.int("k", default: technique.defaults.k)
        let m = try fields.int("m", default: technique.defaults.m)
        let w = try fields.int("w", default: technique.defaults.w)
        try fields.checkMapping(chunks: k.addingReportingOverflow(m).partialValue)
        try fields.check(dataChunks: k, codingChunks: m)
        try check(technique, k: k, m: m, w: w, fields)
        var packet = 1
        if technique.hasPackets {
            packet = try fields.int("packetsize", default: 2048)
            try checkPacket(packet, technique, fields)
        }
        var isPerChunk = false
        switch technique {
        case .reedSolVan, .cauchyOrig, .cauchyGood:
            isPerChunk = fields.bool("jerasure-per-chunk-alignment", default: false)
        default: break
        }
        fields.readPlacement()
        return ErasureCode(
            dataChunks: k, codingChunks: m, profile: fields.profile,
            padding: padding(k: k, w: w, packet: packet, hasPackets: technique.hasPackets, isPerChunk))
    }

    private static func check(
        _ technique: Technique, k: Int, m: Int, w: Int, _ fields: ProfileFields
    ) throws(ErasureCodeError) {
        switch technique {
        case .reedSolVan, .cauchyOrig, .cauchyGood:
            guard technique != .reedSolVan || [8, 16, 32].contains(w) else {
                throw fields.error(
                    "ReedSolomonVandermonde: w=\(w) must be one of {8, 16, 32} : revert to 8")
            }
        case .reedSolR6:
            guard m == 2 else {
                throw fields.error("ReedSolomonRAID6: m=\(m) must be 2 for RAID6: revert to 2")
            }
            guard [8, 16, 32].contains(w) else {
                throw fields.error("ReedSolomonRAID6: w=\(w) must be one of {8, 16, 32} : revert to 8 ")
            }
        case .liberation, .blaumRoth:
            guard k <= w else { throw fields.error("k=\(k) must be less than or equal to w=\(w)") }
            if technique == .liberation {
                guard w > 2, isPrime(w) else {
                    throw fields.error("w=\(w) must be greater than two and be prime")
                }
                // Once accepted by mistake, and so for ever.
            } else if w != 7 {
                guard w > 2, isPrime(w + 1) else {
                    throw fields.error("w=\(w) must be greater than two and w+1 must be prime")
                }
            }
        case .liber8tion:
            guard m == 2 else {
                throw fields.error("liber8tion: m=\(m) must be 2 for liber8tion: revert to 2")
            }
            guard w == 8 else {
                throw fields.error("liber8tion: w=\(w) must be 8 for liber8tion: revert to 8")
            }
            guard k <= w else { throw fields.error("k=\(k) must be less than or equal to w=\(w)") }
        }
        guard w > 0, w <= 1024 else { throw fields.error("w=\(w) must be positive and at most 1024") }
    }

    private static func checkPacket(
        _ packet: Int, _ technique: Technique, _ fields: ProfileFields
    ) throws(ErasureCodeError) {
        guard packet != 0 else { throw fields.error("packetsize=\(packet) must be set") }
        if technique == .liberation || technique == .blaumRoth, packet % 4 != 0 {
            throw fields.error("packetsize=\(packet) must be a multiple of sizeof(int) = 4")
        }
        guard packet > 0, packet <= 1 << 24 else {
            throw fields.error("packetsize=\(packet) must be positive and at most \(1 << 24)")
        }
    }

    private static func isPrime(_ number: Int) -> Bool {
        guard number > 1, number < 1 << 20 else { return false }
        var divisor = 2
        while divisor * divisor <= number {
            if number % divisor == 0 { return false }
            divisor += 1
        }
        return true
    }

    /// `LARGEST_VECTOR_WORDSIZE`, and the size of an int.
    private static let (vector, word) = (16, 4)

    static func padding(
        k: Int, w: Int, packet: Int, hasPackets: Bool, _ isPerChunk: Bool
    ) -> ChunkPadding {
        let unit = w * packet
        if isPerChunk {
            guard hasPackets else { return ChunkPadding(alignment: w * vector, isPerChunk: true) }
            let rest = unit % vector
            return ChunkPadding(alignment: rest == 0 ? unit : unit + vector - rest, isPerChunk: true)
        }
        let size = (unit * word) % vector == 0 ? word : vector
        return ChunkPadding(alignment: k * unit * size, isPerChunk: false)
    }
}
