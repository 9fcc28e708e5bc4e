/// The syntax of an MDS capability in Ceph 16.2 (src/mds/MDSAuthCaps.cc):
///
///     allow * | all | r | rw[f][p][s]  WHERE  [network NET]
///
/// separated by `,` or `;`, where WHERE is `[path=PATH] uid=N [gids=N,N…]` or
/// `[fsname=NAME] [path=PATH] [root_squash]`; and the one word `allow`.
enum MDSCapSyntax {
    static func check(_ text: String) throws(CapSyntaxError) {
        guard text != "allow" else { return }
        var scanner = CapScanner(text)
        scanner.skip(while: CapScanner.isSpace)
        let isList = scanner.list { $0.mdsGrant() ? true : nil } != nil
        if isList { scanner.skip(while: CapScanner.isSpace) }
        guard isList, scanner.isAtEnd else {
            throw CapSyntaxError(service: "mds", stoppedAt: scanner.rest, of: text, namesEnd: false)
        }
    }
}

extension CapScanner {
    fileprivate mutating func mdsGrant() -> Bool {
        guard literal("allow"), spaces(), mdsPermissions() else { return false }
        let isByUser = test { $0.mdsUser() } || test { $0.mdsPath() && $0.mdsUser() }
        if !isByUser {
            _ = test { $0.mdsKey("fsname") && $0.skip(while: CapScanner.isFileSystemName) }
            _ = test { $0.mdsPath() }
            _ = test { $0.spaces() && $0.literal("root_squash") }
        }
        _ = network()
        return true
    }

    private mutating func mdsPermissions() -> Bool {
        // Of two that begin alike the longer one first, as Ceph tries them.
        let known: [StaticString] = [
            "*", "all", "rwfps", "rwps", "rwfp", "rwfs", "rwp", "rws", "rwf", "rw", "r",
        ]
        return known.contains { literal($0) }
    }

    private mutating func mdsKey(_ keyword: StaticString) -> Bool {
        spaces() && literal(keyword) && literal("=")
    }

    private mutating func mdsPath() -> Bool { mdsKey("path") && string(allowsEmpty: true) != nil }

    private mutating func mdsUser() -> Bool {
        guard mdsKey("uid"), number() else { return false }
        _ = test { scanner in
            guard scanner.mdsKey("gids"), scanner.number() else { return false }
            while scanner.test({ $0.literal(",") && $0.number() }) {}
            return true
        }
        return true
    }

    /// A decimal number of 32 bits.
    private mutating func number() -> Bool {
        test { scanner in
            scanner.run { (0x30...0x39).contains($0) }.flatMap { UInt32($0) } != nil
        }
    }
}
