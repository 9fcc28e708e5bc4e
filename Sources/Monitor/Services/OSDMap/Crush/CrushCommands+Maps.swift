import CephEncoding
import CephTypes
import NIOCore

// The CRUSH map as a whole.

extension OSDMapService {
    static let crushMapCommands: [Command] = [
        .read(
            "osd getcrushmap name=epoch,type=CephInt,range=0,req=false", help: "get CRUSH map",
            module: "osd"
        ) { (service: OSDMapService, call) in
            let map = try service.chosenMap(call).map
            return CommandReply(
                status: String(map.crushVersion),
                output: CephEncoder.encode(
                    map.crush, features: service.monitor.quorumConnectionFeatures))
        },
        .write(
            "osd setcrushmap name=prior_version,type=CephInt,req=false",
            help: "set crush map from input file", module: "osd"
        ) { (service: OSDMapService, call) in try service.setCrushMap(call) },
    ]

    func setCrushMap(_ call: CommandCall) throws -> CommandOutcome {
        guard !hasPendingCrush else { return .retryAfterCommit() }
        let crush = try Self.parse(call.input)
        if let prior = try call.arguments.int("prior_version") {
            // Perhaps the last change comes a second time.
            if prior == Int64(map.crushVersion) - 1, encoded(crush) == encoded(map.crush) {
                return .say(String(map.crushVersion))
            }
            guard prior == Int64(map.crushVersion) else {
                throw CommandError(
                    .operationNotPermitted, "prior_version \(prior) != crush version \(map.crushVersion)")
            }
        }
        try checkFeatures(of: crush)
        try checkRules(of: crush)
        pending.crush = call.input
        return .propose(String(map.crushVersion &+ 1))
    }

    private func encoded(_ crush: CrushMap) -> ByteBuffer {
        CephEncoder.encode(crush, features: monitor.quorumConnectionFeatures)
    }

    private static func parse(_ input: ByteBuffer) throws -> CrushMap {
        guard input.readableBytes >= 4 else {
            throw CommandError(.invalid, "Failed to parse crushmap: End of buffer")
        }
        guard input.getInteger(at: input.readerIndex, endianness: .little) == CrushMap.magic else {
            throw CommandError(.invalid, "Failed to parse crushmap: bad magic number: Malformed input")
        }
        do {
            return try CephDecoder.decode(CrushMap.self, from: input, named: "crushmap")
        } catch {
            throw CommandError(.invalid, "Failed to parse crushmap: \(error)")
        }
    }

    /// That every pool's rule is there and is for such pools (`OSDMap::validate_crush_rules`).
    private func checkRules(of crush: CrushMap) throws {
        for (id, pool) in map.pools {
            let number = Int(pool.crushRule)
            guard let rule = crush.rule(number) else {
                throw CommandError(
                    .invalid, "pool \(id) references crush_rule \(number) but it is not present")
            }
            guard Int(rule.ruleset) == number else {
                throw CommandError(.invalid, "rule \(number) mask ruleset does not match rule id")
            }
            guard rule.type == pool.type else {
                throw CommandError(.invalid, "pool \(id) type does not match rule \(number)")
            }
            guard pool.size >= rule.minSize, pool.size <= rule.maxSize else {
                throw CommandError(
                    .invalid,
                    "pool \(id) size \(pool.size) does not fall within rule \(number) min_size"
                        + " \(rule.minSize) and max_size \(rule.maxSize)")
            }
        }
    }
}
