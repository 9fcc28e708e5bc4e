import CephTypes
import MonitorStore

/// Something that a check of a store came upon.
public struct Finding: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Sendable {
        /// A monitor fails on it, or answers with what was never agreed on.
        case error
        /// A monitor works with it; it takes space, or shows that something went wrong once.
        case warning
        /// Worth knowing, nothing to do.
        case info
    }

    /// What can be done about it.
    public enum Mend: Hashable, Sendable {
        case nothing
        /// `repair` does it.
        case repair(Remedy)
        /// Why `repair` leaves it, and what a person can do.
        case advice(String)
    }

    public let severity: Severity
    /// Where: `osdmap/full_57`, or a file's name.
    public let place: String
    public internal(set) var sentence: String
    public internal(set) var mend: Mend
    /// All remedies that checks know for this place, should one not do.
    public internal(set) var remedies: [Remedy] = []

    public init(_ severity: Severity, _ place: String, _ sentence: String, mend: Mend = .nothing) {
        self.severity = severity
        self.place = place
        self.sentence = sentence
        self.mend = mend
    }

    public var remedy: Remedy? {
        if case .repair(let remedy) = mend { remedy } else { nil }
    }

    /// The words behind "mend:", for a store at `path`; nil where there is nothing to do.
    public func mendText(path: String) -> String? {
        switch mend {
        case .nothing: nil
        case .repair: "monstore-tool \(path) repair"
        case .advice(let text): text
        }
    }
}

/// A change that mends something without a guess. Values are looked up when it is applied: a report of a
/// large store must not hold its maps.
public enum Remedy: Hashable, Sendable {
    case put(StoreKey, number: UInt64)
    case erase(StoreKey)
    /// Every version that is there from `from` to `through`; `infix` is empty, or `full_`.
    case eraseVersions(prefix: String, infix: String, from: UInt64, through: UInt64)
    /// Gives a key what this Paxos version gave it.
    case replay(StoreKey, paxosVersion: UInt64)
    /// Lets the Paxos log of a cluster's only monitor begin at this version, with nothing in it.
    case restartLog(UInt64)
    /// Makes a full OSD map of the one before and the incremental.
    case rebuildFullMap(UInt64)

    /// Those of a lower stage come first, and are followed by a new check: what others were found by may
    /// be another matter then.
    var stage: Int {
        switch self {
        case .put(let key, _), .erase(let key): key.prefix == "paxos" ? 0 : 2
        case .restartLog: 0
        case .replay: 1
        case .eraseVersions(let prefix, _, _, _): prefix == "paxos" ? 0 : 3
        case .rebuildFullMap: 4
        }
    }
}

extension Remedy: CustomStringConvertible {
    public var description: String {
        switch self {
        case .put(let key, let number): return "set \(key) to \(number)"
        case .erase(let key): return "erase \(key)"
        case .eraseVersions(let prefix, let infix, let from, let through):
            let end = from == through ? "" : " to \(prefix)/\(infix)\(through)"
            return "erase \(prefix)/\(infix)\(from)\(end)"
        case .replay(let key, let version): return "bring \(key) to what paxos/\(version) made of it"
        case .restartLog(let version):
            return "begin the Paxos log anew with an empty paxos/\(version)"
        case .rebuildFullMap(let epoch):
            return "make osdmap/full_\(epoch) of the map before and osdmap/\(epoch)"
        }
    }
}

/// Findings as they come; at most so many are kept that a store made of damage does not fill the memory.
struct FindingList {
    static let limit = 20_000

    private(set) var findings: [Finding] = []
    /// How many were not kept.
    private(set) var dropped = 0

    mutating func add(
        _ severity: Finding.Severity, _ place: some CustomStringConvertible, _ sentence: String,
        mend: Finding.Mend = .nothing
    ) {
        guard findings.count < Self.limit else {
            dropped += 1
            return
        }
        findings.append(Finding(severity, place.description, sentence, mend: mend))
    }

    /// Errors first, and one of a severity for each place: several checks may come upon the same damage.
    /// Where one of them can mend it, it is mended.
    func sorted() -> [Finding] {
        var merged: [Finding.Severity: [Finding]] = [:]
        var remedies: [String: [Remedy]] = [:]
        var positions: [String: Int] = [:]
        for finding in findings {
            if let remedy = finding.remedy { remedies[finding.place, default: []].append(remedy) }
            let name = "\(finding.severity) \(finding.place)"
            if let position = positions[name] {
                merged[finding.severity]?[position].sentence += "; " + finding.sentence
            } else {
                positions[name] = merged[finding.severity]?.count ?? 0
                merged[finding.severity, default: []].append(finding)
            }
        }
        return Finding.Severity.allCases.flatMap { merged[$0] ?? [] }.map { finding in
            guard finding.severity != .info, let all = remedies[finding.place] else { return finding }
            var mended = finding
            mended.remedies = all
            mended.mend = .repair(all.min { $0.stage < $1.stage } ?? all[0])
            return mended
        }
    }
}
