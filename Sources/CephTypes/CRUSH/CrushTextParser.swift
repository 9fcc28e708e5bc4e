#if canImport(Glibc)
    import Glibc
#endif

/// What is wrong with a CRUSH map's text, and where.
public struct CrushTextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first line is 1.
    public let line: Int
    public let reason: String

    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    public var description: String { "line \(line): \(reason)" }
}

/// A CRUSH map's text in pieces, as they were written.
struct CrushText {
    struct Word {
        let text: String
        let line: Int
    }

    struct Tunable {
        var name: Word
        var value: UInt32
    }
    struct Device {
        var id: Int32
        var name: Word
        var deviceClass: Word?
    }
    struct TypeName {
        var id: Int32
        var name: Word
    }
    struct Item {
        var name: Word
        var weight: Float?
        var position: Int32?
    }
    struct Bucket {
        var type: Word
        var name: Word
        var ids: [(id: Int32, deviceClass: Word?)] = []
        var algorithm: Word
        var hash: UInt8 = CrushBucket.rjenkins1
        var items: [Item] = []
    }
    enum Step {
        case take(Word, deviceClass: Word?)
        case choose(CrushRule.Operation, count: Int32, type: Word)
        case set(CrushRule.Operation, Int32)
        case emit
    }
    struct Rule {
        var name: Word?
        var id: Int32
        var type: UInt8
        var minSize: Int32
        var maxSize: Int32
        var steps: [Step] = []
        var line: Int
    }
    struct ChooseArg {
        var bucket: Int32
        var weightSets: [[Float]]?
        var ids: [Int32]?
        var line: Int
    }
    struct ChooseArgs {
        var key: Int64
        var arguments: [ChooseArg] = []
        var line: Int
    }
    enum Definition {
        case tunable(Tunable)
        case device(Device)
        case type(TypeName)
        case bucket(Bucket)
        case rule(Rule)
        case chooseArgs(ChooseArgs)
    }
}

/// Splits text into words and reads the definitions from them (the grammar of src/crush/grammar.h).
struct CrushTextParser {
    private let words: [CrushText.Word]
    private var next = 0
    private let lastLine: Int

    init(_ text: String) throws {
        var words: [CrushText.Word] = []
        var line = 1
        var word: [UInt8] = []
        var isComment = false
        func finish() {
            if !word.isEmpty { words.append(CrushText.Word(text: String(cephBytes: word), line: line)) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in text.cephBytes {
            switch byte {
            case UInt8(ascii: "\n"):
                finish()
                line += 1
                isComment = false
            case _ where isComment: break
            case UInt8(ascii: "#"):
                finish()
                isComment = true
            case UInt8(ascii: " "), 9, 11, 12, 13: finish()
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"):
                finish()
                words.append(CrushText.Word(text: String(UnicodeScalar(byte)), line: line))
            default: word.append(byte)
            }
        }
        finish()
        self.words = words
        lastLine = line
    }

    /// All definitions: tunables, devices and types, then buckets and rules, then choose_args.
    mutating func definitions() throws -> [CrushText.Definition] {
        var definitions: [CrushText.Definition] = []
        var stage = 0
        while let word = peek() {
            let (definition, itsStage) = try definition(word)
            guard itsStage >= stage else {
                throw CrushTextError(
                    line: word.line,
                    reason: "'\(word.text)' must stand before all buckets, rules and choose_args")
            }
            stage = itsStage
            definitions.append(definition)
        }
        return definitions
    }

    private mutating func definition(_ word: CrushText.Word) throws -> (CrushText.Definition, Int) {
        switch word.text {
        case "tunable": return (.tunable(try tunable()), 0)
        case "device": return (.device(try device()), 0)
        case "type": return (.type(try typeName()), 0)
        case "rule": return (.rule(try rule()), 1)
        case "choose_args": return (.chooseArgs(try chooseArgs()), 2)
        default: return (.bucket(try bucket()), 1)
        }
    }

    // MARK: Words

    private func peek() -> CrushText.Word? { next < words.count ? words[next] : nil }
    private var line: Int { peek()?.line ?? lastLine }
    private func isNext(_ text: String) -> Bool { peek()?.text == text }

    private func failure(expected what: String) -> CrushTextError {
        guard let word = peek() else {
            return CrushTextError(line: lastLine, reason: "expected \(what), but the text ends")
        }
        return CrushTextError(line: word.line, reason: "expected \(what), found '\(word.text)'")
    }

    private mutating func word(_ what: String) throws -> CrushText.Word {
        guard let word = peek() else { throw failure(expected: what) }
        next += 1
        return word
    }

    private mutating func expect(_ text: String) throws {
        guard isNext(text) else { throw failure(expected: "'\(text)'") }
        next += 1
    }

    private mutating func skip(_ text: String) -> Bool {
        guard isNext(text) else { return false }
        next += 1
        return true
    }

    private mutating func name(_ what: String) throws -> CrushText.Word {
        guard let word = peek(), CrushMap.isValidName(word.text) else {
            throw failure(expected: "\(what) of letters, digits, '-', '_' and '.'")
        }
        next += 1
        return word
    }

    private mutating func optionalClass() throws -> CrushText.Word? {
        skip("class") ? try name("a class") : nil
    }

    /// Digits, with a minus if the type has one.
    private mutating func integer<T: FixedWidthInteger>(_ what: String, _ type: T.Type = T.self) throws -> T {
        guard let word = peek(), !word.text.hasPrefix("+"), let value = T(word.text) else {
            throw failure(expected: what)
        }
        next += 1
        return value
    }

    private mutating func notNegative(_ what: String) throws -> Int32 {
        let value = try integer(what, Int32.self)
        guard value >= 0 else {
            next -= 1
            throw failure(expected: what)
        }
        return value
    }

    /// A decimal number, neither negative nor too big for a weight.
    private mutating func weight() throws -> Float {
        guard let word = peek(), let value = Float(word.text), value >= 0, value < 65536 else {
            throw failure(expected: "a weight between 0 and 65535")
        }
        next += 1
        return value
    }

    // MARK: Definitions

    private mutating func tunable() throws -> CrushText.Tunable {
        try expect("tunable")
        return CrushText.Tunable(name: try name("a tunable's name"), value: try integer("its value"))
    }

    private mutating func device() throws -> CrushText.Device {
        try expect("device")
        return CrushText.Device(
            id: try notNegative("a device number"), name: try name("a name"), deviceClass: try optionalClass()
        )
    }

    private mutating func typeName() throws -> CrushText.TypeName {
        try expect("type")
        return CrushText.TypeName(id: try notNegative("a type number"), name: try name("a name"))
    }

    private mutating func bucket() throws -> CrushText.Bucket {
        let type = try name("the type of a bucket, or 'rule' or 'choose_args'")
        let name = try name("the bucket's name")
        try expect("{")
        var ids: [(id: Int32, deviceClass: CrushText.Word?)] = []
        while skip("id") {
            let id = try integer("a bucket id", Int32.self)
            guard id < 0 else {
                next -= 1
                throw failure(expected: "a negative bucket id")
            }
            ids.append((id, try optionalClass()))
        }
        try expect("alg")
        var bucket = CrushText.Bucket(
            type: type, name: name, ids: ids, algorithm: try self.name("an algorithm"))
        while skip("hash") {
            let isNamed = skip("rjenkins1")
            bucket.hash =
                isNamed ? CrushBucket.rjenkins1 : UInt8(truncatingIfNeeded: try notNegative("a hash"))
        }
        while skip("item") {
            var item = CrushText.Item(name: try self.name("an item's name"))
            if skip("weight") { item.weight = try weight() }
            if skip("pos") { item.position = try notNegative("a position") }
            bucket.items.append(item)
        }
        try expect("}")
        return bucket
    }

    private mutating func rule() throws -> CrushText.Rule {
        let line = line
        try expect("rule")
        let ruleName = isNext("{") ? nil : try name("the rule's name")
        try expect("{")
        if !skip("ruleset") { try expect("id") }
        let id = try notNegative("a rule number")
        try expect("type")
        let type: UInt8
        if skip("replicated") {
            type = CrushRule.replicated
        } else if skip("erasure") {
            type = CrushRule.erasure
        } else {
            throw failure(expected: "'replicated' or 'erasure'")
        }
        try expect("min_size")
        let minSize = try notNegative("a size")
        try expect("max_size")
        var rule = CrushText.Rule(
            name: ruleName, id: id, type: type, minSize: minSize, maxSize: try notNegative("a size"),
            line: line)
        repeat { rule.steps.append(try step()) } while !skip("}")
        return rule
    }

    private mutating func step() throws -> CrushText.Step {
        try expect("step")
        let keyword = try word("a step")
        if let setting = CrushRule.Operation.settings.first(where: { $0.keyword == keyword.text }) {
            return .set(setting.operation, try notNegative("a number"))
        }
        switch keyword.text {
        case "take": return .take(try name("an item's name"), deviceClass: try optionalClass())
        case "emit": return .emit
        case "choose": return try choose(firstN: .chooseFirstN, indep: .chooseIndep)
        case "chooseleaf": return try choose(firstN: .chooseLeafFirstN, indep: .chooseLeafIndep)
        default: throw CrushTextError(line: keyword.line, reason: "there is no step '\(keyword.text)'")
        }
    }

    private mutating func choose(
        firstN: CrushRule.Operation, indep: CrushRule.Operation
    ) throws -> CrushText.Step {
        let operation: CrushRule.Operation
        if skip("firstn") {
            operation = firstN
        } else if skip("indep") {
            operation = indep
        } else {
            throw failure(expected: "'firstn' or 'indep'")
        }
        let count = try integer("how many to choose", Int32.self)
        try expect("type")
        return .choose(operation, count: count, type: try name("a type"))
    }

    private mutating func chooseArgs() throws -> CrushText.ChooseArgs {
        let line = line
        try expect("choose_args")
        // Ceph reads it as a C int, which makes -1 of what it writes for the default: 2^64 - 1.
        let number = try integer("a pool's number", UInt64.self)
        let key = number > UInt64(Int64.max) ? -1 : Int64(Int32(truncatingIfNeeded: number))
        var all = CrushText.ChooseArgs(key: key, line: line)
        try expect("{")
        while !skip("}") { all.arguments.append(try chooseArg()) }
        return all
    }

    private mutating func chooseArg() throws -> CrushText.ChooseArg {
        try expect("{")
        try expect("bucket_id")
        var argument = CrushText.ChooseArg(bucket: try integer("a bucket id"), line: line)
        if skip("weight_set") {
            var sets: [[Float]] = []
            try expect("[")
            while !skip("]") {
                try expect("[")
                var weights: [Float] = []
                while !skip("]") { weights.append(try weight()) }
                sets.append(weights)
            }
            argument.weightSets = sets
        }
        if skip("ids") {
            var ids: [Int32] = []
            try expect("[")
            while !skip("]") { ids.append(try integer("an id")) }
            argument.ids = ids
        }
        try expect("}")
        return argument
    }
}
