import CephEncoding
import CephTypes

// Which CRUSH rule and which erasure code a pool has.

extension OSDMapService {
    /// The number of the rule that a new pool uses; one for an erasure code is made where it is missing.
    func rule(for wanted: NewPool) throws -> UInt8 {
        if let number = wanted.rule {
            guard map.crush.rules.contains(where: { $0.map { $0.ruleset == number } ?? false }) else {
                throw CommandError(.noEntry, "CRUSH rule \(number) not found")
            }
            return number
        }
        if wanted.isErasure { return try erasureRule(named: wanted.ruleName, profile: wanted.profile) }
        return wanted.ruleName.isEmpty ? try defaultReplicatedRule() : try rule(named: wanted.ruleName)
    }

    /// The number of a committed rule; waits for a pending one (`get_crush_rule`).
    func rule(named name: String) throws -> UInt8 {
        if let number = map.crush.rule(named: name) { return UInt8(truncatingIfNeeded: number) }
        guard try pendingCrush().rule(named: name) == nil else { throw WaitForPending() }
        throw CommandError(.noEntry, "specified rule \(name) doesn't exist")
    }

    private func defaultReplicatedRule() throws -> UInt8 {
        let wanted = settings.int("osd_pool_default_crush_rule", -1)
        let crush = map.crush
        let number =
            wanted >= 0
            ? crush.rules.firstIndex { $0.map { Int64($0.ruleset) == wanted } ?? false }
            : crush.firstRule(type: CrushRule.replicated)
        guard let number else {
            throw CommandError(
                .noEntry,
                "No suitable CRUSH rule exists, check 'osd pool default crush *' config options")
        }
        return UInt8(truncatingIfNeeded: number)
    }

    private func erasureRule(named name: String, profile: String) throws -> UInt8 {
        if let number = map.crush.rule(named: name), let rule = map.crush.rule(number) { return rule.ruleset }
        if try pendingCrush().rule(named: name) == nil {
            _ = try makeErasureRule(named: name, profile: profile)
        }
        throw WaitForPending()
    }

    /// Adds a rule that places an erasure code's chunks (`crush_rule_create_erasure`).
    /// - Returns: its number.
    public func makeErasureRule(named name: String, profile: String) throws -> Int {
        let code = try erasureCode(profile)
        var crush = try pendingCrush()
        let number: Int
        do {
            number = try crush.addErasureRule(named: name, for: code)
        } catch let error as CrushEditError {
            throw CommandError(error)
        }
        setPendingCrush(crush)
        return number
    }

    /// The code of a committed profile; one that is pending has to wait.
    func erasureCode(_ profile: String) throws -> ErasureCode {
        if pending.addsProfile(profile) { throw WaitForPending() }
        let fields = map.erasureCodeProfiles[profile] ?? [:]
        guard fields.contains("plugin") else {
            throw CommandError(
                .invalid,
                "cannot determine the erasure code plugin because there is no 'plugin' entry in the"
                    + " erasure_code_profile \(fields.inBraces)")
        }
        return try code(of: fields)
    }

    func code(of profile: CephMap<String, String>) throws -> ErasureCode {
        do {
            return try ErasureCode(profile: profile, directory: settings.pluginDirectory)
        } catch {
            throw CommandError(erasureCode: error)
        }
    }

    func stripeWidth(of code: ErasureCode) -> UInt32 {
        let unit =
            code.profile["stripe_unit"].flatMap { try? CephNumberText.bytes($0, as: Int64.self) }
            ?? Int64(clamping: settings.size("osd_pool_erasure_code_stripe_unit", 4096))
        let stripe = Int(clamping: unit).multipliedReportingOverflow(by: code.dataChunks).partialValue
        let chunk = code.chunkSize(stripeWidth: stripe)
        return UInt32(clamping: chunk.multipliedReportingOverflow(by: code.dataChunks).partialValue)
    }

    /// That a rule is for pools of a kind and size (`check_crush_rule`).
    func checkRule(_ number: UInt8, isErasure: Bool, size: UInt8) throws {
        let type = isErasure ? CrushRule.erasure : CrushRule.replicated
        let found = map.crush.rules.lazy.compactMap(\.self).first { $0.ruleset == number && $0.type == type }
        guard let rule = found else { throw CommandError.plain(.invalid) }
        guard rule.minSize <= size else {
            throw CommandError(.invalid, "pool size is smaller than the crush rule min size")
        }
        guard rule.maxSize >= size else {
            throw CommandError(.invalid, "pool size is bigger than the crush rule max size")
        }
    }
}

extension CrushMap {
    /// Adds a rule by an erasure code's profile (`ErasureCode::create_rule`, `ErasureCodeLrc::create_rule`).
    mutating func addErasureRule(named name: String, for code: ErasureCode) throws -> Int {
        let number: Int
        if code.ruleSteps.isEmpty {
            number = try addSimpleRule(
                named: name, root: code.crushRoot, failureDomain: code.crushFailureDomain,
                deviceClass: code.crushDeviceClass, isFirstN: false, type: CrushRule.erasure)
        } else {
            number = try addRule(
                named: name, type: CrushRule.erasure, minSize: 3, maxSize: UInt8(clamping: code.chunks),
                steps: try steps(for: code))
        }
        rules[number]?.maxSize = UInt8(clamping: code.chunks)
        return number
    }

    private func steps(for code: ErasureCode) throws -> [CrushRule.Step] {
        guard var root = item(named: code.crushRoot) else {
            throw CrushEditError(.notFound, "root item \(code.crushRoot) does not exist")
        }
        if !code.crushDeviceClass.isEmpty {
            guard let id = deviceClass(named: code.crushDeviceClass) else {
                throw CrushEditError(
                    .notFound, "device class \(code.crushDeviceClass) does not exist")
            }
            guard let shadow = shadow(of: root, deviceClass: id) else {
                throw CrushEditError(
                    .invalid,
                    "root item \(code.crushRoot) has no devices with class \(code.crushDeviceClass)")
            }
            root = shadow
        }
        var steps: [CrushRule.Step] = [
            .init(.setChooseLeafTries, 5), .init(.setChooseTries, 100), .init(.take, root),
        ]
        for step in code.ruleSteps {
            guard let type = type(named: step.type) else {
                throw CrushEditError(.invalid, "unknown crush type \(step.type)")
            }
            steps.append(
                .init(step.isLeaf ? .chooseLeafIndep : .chooseIndep, Int32(clamping: step.count), type))
        }
        return steps + [.init(.emit)]
    }
}

extension CommandError {
    /// An error without words of its own, as `cpp_strerror` says it.
    static func plain(_ number: ErrorNumber) -> CommandError {
        CommandError(number, "(\(number.rawValue)) \(number.words)")
    }

    init(_ error: CrushEditError) {
        let number: ErrorNumber =
            switch error.code {
            case .exists: .exists
            case .notFound: .noEntry
            case .invalid: .invalid
            case .busy: .busy
            case .notEmpty: .notEmpty
            case .outOfRange: .outOfRange
            case .loop: .tooManyLinks
            case .overflow: .overflow
            }
        self.init(number, error.reason)
    }

    init(erasureCode error: ErasureCodeError) {
        if error.description.isEmpty, let number = ErrorNumber(rawValue: error.errno) {
            self = .plain(number)
        } else {
            self.init(code: -error.errno, error.description)
        }
    }
}

extension ErrorNumber {
    /// What `strerror` says.
    var words: String {
        switch self {
        case .operationNotPermitted: "Operation not permitted"
        case .noEntry: "No such file or directory"
        case .input: "Input/output error"
        case .accessDenied: "Permission denied"
        case .busy: "Device or resource busy"
        case .exists: "File exists"
        case .invalid: "Invalid argument"
        case .outOfRange: "Numerical result out of range"
        case .notEmpty: "Directory not empty"
        case .notDirectory: "Not a directory"
        case .tooManyLinks: "Too many levels of symbolic links"
        case .overflow: "Value too large for defined data type"
        case .notSupported: "Operation not supported"
        case .again: "Resource temporarily unavailable"
        default: "Error \(rawValue)"
        }
    }
}
