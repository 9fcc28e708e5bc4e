import CephEncoding
import CephTypes
import NIOCore

// Arguments as many of the commands have them.

extension OSDMapService {
    /// The number of an OSD in an argument of type `CephOsdName`; nil where none is given.
    static func osd(_ call: CommandCall, _ name: String = "id") throws -> Int32? {
        try call.arguments.int(name).map { Int32(clamping: $0) }
    }

    static func requiredOSD(_ call: CommandCall, _ name: String = "id") throws -> Int32 {
        guard let osd = try osd(call, name) else { throw CommandError(.invalid, "no osd id specified") }
        return osd
    }

    /// Numbers of OSDs in an argument with as many as are given.
    static func osds(_ call: CommandCall, _ name: String = "id") throws -> [Int32] {
        guard let numbers = try call.arguments.ints(name) else {
            throw CommandError(.invalid, "unable to parse '\(name)' value(s) ''")
        }
        return numbers.map { Int32(clamping: $0) }
    }

    /// `osd.3` or `3`, as `osd out` and its like take it (`parse_osd_id`).
    static func parseOSD(_ text: String) -> Result<Int32, ParsedOSDError> {
        let digits = text.hasPrefix("osd.") ? String(text.dropFirst(4)) : text
        let number: Int64
        do {
            number = try CephNumberText.integer(digits)
        } catch {
            return .failure(ParsedOSDError(words: error.description, code: -1))
        }
        guard number >= 0, let osd = Int32(exactly: number) else {
            return .failure(ParsedOSDError(words: "expected numerical value, got: \(digits)", code: -22))
        }
        return .success(osd)
    }

    struct ParsedOSDError: Error {
        let words: String
        let code: Int32
    }

    static func pg(_ call: CommandCall) throws -> PGID {
        let text = try call.arguments.required("pgid")
        guard let pg = PGID(text) else { throw CommandError(.invalid, "invalid pgid '\(text)'") }
        return pg
    }

    /// A pool that must exist.
    func pool(
        _ call: CommandCall, _ argument: String = "pool", words: String = "unrecognized pool"
    ) throws -> (number: Int64, pool: PGPool, name: String) {
        let name = try call.arguments.required(argument)
        guard let number = map.pool(named: name), let pool = map.pools[number] else {
            throw CommandError(.noEntry, "\(words) '\(name)'")
        }
        return (number, pool, name)
    }

    func poolName(_ number: Int64) -> String { map.poolNames[number] ?? "<unknown>" }

    /// The map of an epoch that a command names, and its bytes; else the present one.
    func chosenMap(_ call: CommandCall) throws -> (map: OSDMap, bytes: ByteBuffer) {
        let epoch = try call.arguments.int("epoch") ?? Int64(map.epoch)
        guard let version = UInt64(exactly: epoch), let bytes = try fullMap(version) else {
            throw CommandError(.noEntry, "there is no map for epoch \(UInt32(truncatingIfNeeded: epoch))")
        }
        return (version == UInt64(map.epoch) ? map : try OSDMap.decode(from: bytes), bytes)
    }
}

extension CommandReply {
    /// Output as Ceph appends a stream to a buffer: line by line, each with a line break, empty ones left out
    /// (`bufferlist::append(istream&)`).
    var byLines: CommandReply {
        var reply = self
        reply.output = ByteBuffer()
        for line in output.readableBytesView.split(separator: UInt8(ascii: "\n")) {
            reply.output.writeBytes(line)
            reply.output.writeInteger(UInt8(ascii: "\n"))
        }
        return reply
    }
}

extension CommandCall {
    /// Plain text by lines, the other formats as they are.
    func byLinesIfPlain(_ reply: CommandReply) -> CommandReply { style == nil ? reply.byLines : reply }

    /// `--yes-i-really-mean-it`
    func isSure() throws -> Bool { try arguments.bool("yes_i_really_mean_it") }
}

extension CommandOutcome {
    /// Nothing to do, or nothing that could be done: only words.
    static func say(_ status: String) -> CommandOutcome { .reply(CommandReply(status: status)) }
    /// The change is pending; the words are for when it is committed.
    static func propose(_ status: String) -> CommandOutcome { .propose(CommandReply(status: status)) }
}
