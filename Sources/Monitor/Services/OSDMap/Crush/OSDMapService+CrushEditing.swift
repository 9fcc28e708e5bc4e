import CephEncoding
import CephTypes

// How commands change the CRUSH map.

/// Ends a change of the CRUSH map with words: nothing is changed. Where the words are about what is pending
/// only, they have to wait until that is committed.
struct CrushUnchanged: Error {
    let words: String
    var isPending = false
}

extension OSDMapService {
    /// Whether the CRUSH map changes with the next epoch.
    var hasPendingCrush: Bool { pending.crush.readableBytes > 0 }

    /// Changes the CRUSH map on top of what is pending.
    /// - Parameter body: gives the words for when it is committed. If it throws, nothing changes.
    func changeCrush(_ body: (inout CrushMap) throws -> String) throws -> CommandOutcome {
        do {
            var crush = try pendingCrush()
            let words = try body(&crush)
            setPendingCrush(crush)
            return .propose(words)
        } catch let unchanged as CrushUnchanged {
            return unchanged.isPending ? .propose(unchanged.words) : .say(unchanged.words)
        }
    }

    /// That clients and daemons of the cluster can use a CRUSH map (`validate_crush_against_features`).
    func checkFeatures(of crush: CrushMap) throws {
        var incremental = pending
        incremental.crush = CephEncoder.encode(crush, features: monitor.quorumConnectionFeatures)
        let next = try map.applying(incremental)
        let required = next.requireMinCompatClient
        guard required == .unknown || next.minCompatClient <= required else {
            throw CommandError(
                .invalid,
                "new crush map requires client version \(next.minCompatClient) but"
                    + " require_min_compat_client is \(required)")
        }
        let features = next.requiredFeatures(of: .mon).features.union(
            next.requiredFeatures(of: .osd).features)
        do {
            try checkClusterFeatures(features)
        } catch let error as CommandError {
            throw CommandError(.invalid, "Could not change CRUSH: \(error.status)")
        } catch is WaitForPending {
            throw CommandError(.invalid, "Could not change CRUSH: ")
        }
    }

    /// `osd_crush_update_weight_set`: whether changes of weights go into weight sets too.
    var updatesWeightSets: Bool { settings.bool("osd_crush_update_weight_set", true) }

    /// `host=a root=default`. What follows something else is not read (`parse_loc_map`).
    static func location(_ call: CommandCall) throws -> CrushMap.Location {
        var location = CrushMap.Location()
        for word in try call.arguments.strings("args") {
            guard let equals = word.firstIndex(of: "=") else { break }
            let name = String(word[word.index(after: equals)...])
            guard !name.isEmpty else { break }
            location[String(word[..<equals])] = name
        }
        return location
    }

    /// As a stream prints it: six digits.
    static func text(ofWeight weight: Double) -> String { CommandValue.float(weight).text }
}

extension CommandError {
    /// What went wrong in the CRUSH map, with no words but its number's.
    static func number(_ error: CrushEditError) -> CommandError {
        .plain(ErrorNumber(rawValue: -CommandError(error).code) ?? .invalid)
    }
}

/// Runs `body` and gives what `CrushMap` says against it without words: Ceph prints the number alone.
func withPlainCrushErrors<R>(_ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let error as CrushEditError {
        throw CommandError.number(error)
    }
}

/// The same with the words that go in front.
func withCrushErrors<R>(_ words: (CommandError) -> String, _ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let error as CrushEditError {
        let plain = CommandError.number(error)
        throw CommandError(ErrorNumber(rawValue: -plain.code) ?? .invalid, words(plain))
    }
}
