import CephEncoding

extension ConfigOption {
    /// Reads a value as `config set` does (src/common/options.cc): first the option's own check, which may
    /// change the text, then its type, then bounds and allowed values.
    /// - Returns: the value, whose description is what is stored.
    public func parse(_ text: String) throws(ConfigValueError) -> ConfigValue {
        let value = try read(try preValidate(text))
        if let minimum, value.isLess(than: minimum) {
            throw ConfigValueError("Value '\(value)' is below minimum \(minimum)")
        }
        if let maximum, maximum.isLess(than: value) {
            throw ConfigValueError("Value '\(value)' exceeds maximum \(maximum)")
        }
        if type == .str, !allowedValues.isEmpty, !allowedValues.contains(value.description) {
            let allowed = allowedValues.drop { $0.isEmpty }.joined(separator: ", ")
            throw ConfigValueError("'\(value)' is not one of the permitted values: \(allowed)")
        }
        return value
    }

    /// What is stored for a text, or why it cannot be.
    public func validate(_ text: String) -> Result<String, ConfigValueError> {
        Result { () throws(ConfigValueError) in try parse(text).description }
    }

    /// Applies the option's own check (`Option::pre_validate`).
    /// - Returns: the text, or the one that it stands for: `5` is `5/5` for the level of a log.
    public func preValidate(_ text: String) throws(ConfigValueError) -> String {
        switch check {
        case .none: return text
        case .debugLevel: return try Self.debugLevels(text)
        case .rbdFeatures: return String(try RBDFeatures.parse(text))
        case .poolName(let allowingEmpty, let fallback):
            let isName = !text.contains { $0 == "@" || $0 == "/" } && (allowingEmpty || !text.isEmpty)
            return isName ? text : fallback
        case .powerOfTwo:
            let number = try ConfigNumberReader.number(text, as: UInt64.self)
            guard number & (number &- 1) == 0 else {
                throw ConfigValueError("value must be a power of two")
            }
            return text
        }
    }

    private func read(_ text: String) throws(ConfigValueError) -> ConfigValue {
        let text = type == .str ? text : String(text.prefix { $0 != "\0" })
        switch type {
        case .str: return .string(text)
        case .int: return .int(try ConfigNumberReader.number(text))
        case .uint: return .uint(try ConfigNumberReader.number(text))
        case .float: return .float(try ConfigNumberReader.float(text))
        case .bool: return .bool(try Self.flag(text))
        case .size: return .size(try ConfigNumberReader.size(text))
        case .secs: return .seconds(try ConfigTimespanReader.seconds(text))
        case .millisecs: return .uint(try Self.milliseconds(text))
        case .addr:
            if let address = ConfigAddressReader.address(text) { return .address(address) }
        case .addrvec:
            if let addresses = ConfigAddressReader.addresses(text) { return .addresses(addresses) }
        case .uuid:
            if let uuid = Self.uuid(text) { return .uuid(uuid) }
        }
        throw ConfigValueError("")
    }

    private static func flag(_ text: String) throws(ConfigValueError) -> Bool {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: try ConfigNumberReader.int32(text) != 0
        }
    }

    /// 16.2 keeps these as an unsigned number, which no bound in milliseconds lets pass.
    private static func milliseconds(_ text: String) throws(ConfigValueError) -> UInt64 {
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard text.utf8.count - digits.utf8.count < 2, digits.utf8.allSatisfy(CText.isDigit),
            let number = UInt64(digits)
        else {
            throw ConfigValueError(
                "bad lexical cast: source type value could not be interpreted as target")
        }
        return text.hasPrefix("-") ? 0 &- number : number
    }

    /// With all dashes or none, in braces or not.
    private static func uuid(_ text: String) -> CephUUID? {
        var inner = Substring(text)
        if inner.hasPrefix("{") {
            guard inner.hasSuffix("}") else { return nil }
            inner = inner.dropFirst().dropLast()
        }
        if let uuid = CephUUID(inner) { return uuid }
        guard inner.utf8.count == 32, inner.allSatisfy(\.isHexDigit),
            let high = UInt64(inner.prefix(16), radix: 16), let low = UInt64(inner.suffix(16), radix: 16)
        else { return nil }
        return CephUUID(high: high, low: low)
    }

    /// `N` or `N/M`; what follows is ignored.
    private static func debugLevels(_ text: String) throws(ConfigValueError) -> String {
        var scanner = CText(text)
        guard let first = scanner.decimal() else {
            throw ConfigValueError("value must take the form N or N/M, where N and M are integers")
        }
        guard (0...99).contains(Int32(truncatingIfNeeded: first.value)) else {
            throw ConfigValueError("value must be in range [0, 99]", code: 34)
        }
        guard scanner.skip("/"), let second = scanner.decimal() else {
            let level = Int32(truncatingIfNeeded: first.value)
            return "\(level)/\(level)"
        }
        guard (0...99).contains(Int32(truncatingIfNeeded: second.value)) else {
            throw ConfigValueError("value must be in range [0, 99]", code: 34)
        }
        return text
    }
}

/// The features of an RBD image, as `rbd_default_features` has them (src/librbd/Features.cc).
private enum RBDFeatures {
    private static let names = [
        "layering", "striping", "exclusive-lock", "object-map", "fast-diff", "deep-flatten", "journaling",
        "data-pool", "operations", "migrating", "non-primary", "dirty-cache",
    ]
    /// Those that a number may have: the others are librbd's own.
    private static let selectable: UInt64 = 0xff
    private static let standard: UInt64 = 0x3d

    /// A number or names with commas between them; nothing at all means the default.
    static func parse(_ text: String) throws(ConfigValueError) -> UInt64 {
        var text = text[...]
        while let first = text.utf8.first, CText.isSpace(first) { text.removeFirst() }
        while let last = text.utf8.last, CText.isSpace(last) { text.removeLast() }
        if text.isEmpty { return standard }
        if let number = UInt64(text) ?? (text == "-0" ? 0 : nil) {
            guard number & ~selectable == 0 else { throw ConfigValueError("") }
            return number
        }
        var features: UInt64 = 0
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard let bit = names.firstIndex(of: name) else { throw ConfigValueError("") }
            features |= 1 << UInt64(bit)
        }
        return features
    }
}
