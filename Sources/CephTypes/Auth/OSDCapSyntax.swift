/// The syntax of an OSD capability in Ceph 16.2 (src/osd/OSDCap.cc):
///
///     allow WHAT WHERE [network NET]     (or WHERE before WHAT)
///     profile[=]NAME [pool[=]POOL [namespace[=]NAMESPACE]] [network NET]
///
/// separated by `,` or `;`. WHAT is `*`, `all`, `[r][w][x] [class-read] [class-write]` or
/// `class NAME [METHOD]`; WHERE is `[pool[=]POOL] [namespace[=]NAMESPACE] [object_prefix PREFIX]`
/// or `[namespace[=]NAMESPACE] tag APPLICATION KEY=VALUE`.
enum OSDCapSyntax {
    static func check(_ text: String) throws(CapSyntaxError) {
        var scanner = CapScanner(text)
        scanner.skip(while: CapScanner.isSpace)
        let isList = scanner.list(blanks: false) { $0.osdGrant() ? true : nil } != nil
        if isList { scanner.skip(while: CapScanner.isSpace) }
        guard isList, scanner.isAtEnd else {
            throw CapSyntaxError(service: "osd", stoppedAt: scanner.rest, of: text, namesEnd: false)
        }
    }
}

extension CapScanner {
    fileprivate mutating func osdGrant() -> Bool {
        skipBlanks()
        let isGrant =
            test { $0.literal("allow") && $0.osdSpec() && $0.osdMatch() }
            || test { $0.literal("allow") && $0.osdMatch() && $0.osdSpec() }
            || test { $0.osdProfile() }
        guard isGrant else { return false }
        _ = test { $0.white("network") && $0.whiteSpace() && $0.skip(while: CapScanner.isNetwork) }
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() { skip { $0 == 0x20 || $0 == 0x09 } }

    /// In this grammar any of C's white space separates.
    private mutating func whiteSpace() -> Bool { skip(while: CapScanner.isSpace) }

    /// A word behind white space.
    private mutating func white(_ keyword: StaticString) -> Bool { whiteSpace() && literal(keyword) }

    private mutating func whiteKey(_ keyword: StaticString) -> Bool {
        white(keyword) && (literal("=") || whiteSpace())
    }

    private mutating func wildcard() -> Bool { literal("*") || literal("all") }

    private mutating func wildcardOrString() -> Bool { wildcard() || string() != nil }

    private mutating func osdSpec() -> Bool {
        if test({ $0.whiteSpace() && $0.wildcard() }) { return true }
        let letters = test { $0.whiteSpace() && $0.permissionLetters() }
        let classRead = test { $0.white("class-read") }
        let classWrite = test { $0.white("class-write") }
        if letters || classRead || classWrite { return true }
        guard test({ $0.white("class") && $0.whiteSpace() && $0.string() != nil }) else { return false }
        _ = test { $0.whiteSpace() && $0.string() != nil }
        return true
    }

    private mutating func permissionLetters() -> Bool {
        let read = literal("r")
        let write = literal("w")
        let execute = literal("x")
        return read || write || execute
    }

    /// Takes whichever of the forms fits first. The last one fits nothing at all, too, so it is always true.
    private mutating func osdMatch() -> Bool {
        if test({ $0.poolTag() }) || test({ $0.namespace() && $0.poolTag() }) { return true }
        poolAndNamespace()
        _ = test { $0.white("object_prefix") && $0.whiteSpace() && $0.string() != nil }
        return true
    }

    private mutating func poolAndNamespace() {
        _ = test { $0.whiteKey("pool") && $0.string() != nil }
        _ = test { $0.namespace() }
    }

    private mutating func poolTag() -> Bool {
        guard white("tag"), whiteSpace(), string() != nil, whiteSpace(), wildcardOrString() else {
            return false
        }
        _ = whiteSpace()
        guard literal("=") else { return false }
        _ = whiteSpace()
        return wildcardOrString()
    }

    private mutating func namespace() -> Bool {
        guard whiteKey("namespace"), string(allowsEmpty: true) != nil else { return false }
        _ = literal("*")
        return true
    }

    private mutating func osdProfile() -> Bool {
        guard literal("profile"), literal("=") || whiteSpace(), string() != nil else { return false }
        poolAndNamespace()
        return true
    }
}
