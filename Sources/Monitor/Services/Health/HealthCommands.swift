import CephEncoding
import CephTypes
import NIOCore

extension HealthService {
    static let healthCommands: [Command] = [
        .write(
            "health mute name=code,type=CephString name=ttl,type=CephString,req=false"
                + " name=sticky,type=CephBool,req=false",
            help: "mute health alert", module: "mon", permissions: "w"
        ) { (service: HealthService, call) in
            try service.mute(call.arguments)
            return .propose(CommandReply())
        },
        .write(
            "health unmute name=code,type=CephString,req=false",
            help: "unmute existing health alert mute(s)", module: "mon", permissions: "w"
        ) { (service: HealthService, call) in
            if let code = try call.arguments.string("code") {
                service.pendingMutes.removeValue(forKey: code)
            } else {
                service.pendingMutes.removeAll()
            }
            return .propose(CommandReply())
        },
    ]

    private func mute(_ arguments: CommandArguments) throws {
        guard let code = try arguments.string("code"), !code.isEmpty else {
            throw CommandError(.invalid, "must specify an alert code to mute")
        }
        var mute = HealthMute(code: code, isSticky: try arguments.bool("sticky"))
        if let text = try arguments.string("ttl") {
            do throws(Timespan.Failure) {
                let seconds = try Timespan.seconds(text)
                guard seconds != 0 else { throw Timespan.Failure(reason: "timespan = 0") }
                mute.expires = environment.now.advanced(by: .seconds(seconds))
            } catch {
                throw CommandError(.invalid, "invalid duration: \(text) (\(error.reason))")
            }
        }
        if !mute.isSticky {
            guard let check = report.checks.checks[code] else {
                throw CommandError(.noEntry, "health alert \(code) is not currently raised")
            }
            mute.count = check.count
            mute.summary = check.summary
        }
        pendingMutes[code] = mute
    }
}

/// Spans as people write them (`parse_timespan` in src/common/ceph_time.cc): `90`, `1h 30m`.
enum Timespan {
    struct Failure: Error {
        let reason: String
    }

    private static let units: [(names: [String], seconds: Int64)] = [
        (["s", "sec", "second", "seconds"], 1), (["m", "min", "minute", "minutes"], 60),
        (["h", "hr", "hour", "hours"], 3600), (["d", "day", "days"], 86400),
        (["w", "wk", "week", "weeks"], 604_800), (["mo", "month", "months"], 2_592_000),
        (["y", "yr", "year", "years"], 31_536_000),
    ]

    /// - Throws: ``Failure`` with Ceph's words.
    static func seconds(_ text: String) throws(Failure) -> Int64 {
        var total: Int64 = 0
        var rest = Substring(text)
        func skipBlanks() { rest = rest.drop { $0.isWhitespace } }
        skipBlanks()
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { throw Failure(reason: "expected digit") }
            let invalid = Failure(reason: "The option value '\(digits)' seems to be invalid")
            guard let number = Int64(digits) else { throw invalid }
            rest = rest.dropFirst(digits.count)
            skipBlanks()
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            var scale: Int64 = 1
            if !unit.isEmpty {
                guard let known = units.first(where: { $0.names.contains(String(unit)) }) else {
                    throw Failure(reason: "unrecogized unit '\(unit)'")
                }
                scale = known.seconds
            } else if !rest.isEmpty {
                throw Failure(reason: "unexpected trailing '\(rest)'")
            }
            skipBlanks()
            let (span, isTooLong) = number.multipliedReportingOverflow(by: scale)
            let (sum, overflows) = total.addingReportingOverflow(span)
            guard !isTooLong, !overflows else { throw invalid }
            total = sum
        }
        return total
    }
}
