import CephEncoding
import CephTypes
import MonitorStore

/// Entities, what they may do, and when keys turned over. No key is ever told.
struct AuthHistory: ServiceHistory {
    let service = "auth"
    let reader: any KeyValueReader
    private var state = AuthFull()
    /// Whether `state` has every entity. Where old versions are gone it begins without.
    private var isComplete = false
    private var next: UInt64 = 1

    init(reader: any KeyValueReader) { self.reader = reader }

    func versions() throws -> [UInt64] { try reader.storedVersions(of: service) }

    mutating func moments(of version: UInt64) throws -> [HistoryMoment] {
        if version != next { adoptFull(version &- 1) }
        if version == 1 { isComplete = true }
        // Where this one cannot be read, what it did is not in the state.
        next = 0
        let changes = try AuthVersion.decode(from: try reader.value(of: service, version)).changes
        next = version &+ 1
        var list = ChangeList()
        var hint: UTime?
        for change in changes {
            switch change {
            case .globalID(let max):
                list.add("highest global id \(max)")
                state.maxGlobalID = max
            case .authData(AuthMonitorIncremental.cephx, let data):
                let change = try KeyServerData.Incremental.decode(from: data)
                hint = [hint, try apply(change, &list)].compactMap(\.self).max()
            case .authData(let type, let data):
                list.add("\(counted(data.readableBytes, "byte")) for authentication method \(type)")
            }
        }
        return [HistoryMoment(hint: hint, list.isEmpty ? ["no change"] : list.lines)]
    }

    private mutating func adoptFull(_ version: UInt64) {
        isComplete = false
        guard let value = try? reader.value(of: StoreKey(service, "full_\(version)")),
            let full = try? AuthFull.decode(from: value)
        else { return }
        state = full
        isComplete = true
    }

    /// - Returns: when the newest key in it was made.
    private mutating func apply(
        _ change: KeyServerData.Incremental, _ list: inout ChangeList
    ) throws -> UTime? {
        var made: UTime?
        switch change {
        case .nop: break
        case .add(let name, let auth):
            list.add(Self.changes(of: name, state.keys.secrets[name], auth, isKnown: isComplete))
            if state.keys.secrets[name]?.key != auth.key { made = auth.key.created }
        case .remove(let name, _): list.add("\(name) removed")
        case .setRotating(let bytes):
            let update = try CephDecoder.decode(
                KeyServerData.RotatingUpdate.self, from: bytes, named: "rotating_bl")
            list.add(Self.rotation(state.keys.rotatingSecrets, update.secrets))
            made = update.secrets.values.flatMap { $0.secrets.values.map(\.key.created) }.max()
        }
        try state.keys.apply(change)
        return made.flatMap { $0.isZero ? nil : $0 }
    }

    private static func rotation(
        _ old: CephMap<UInt32, RotatingSecrets>, _ new: CephMap<UInt32, RotatingSecrets>
    ) -> String {
        let turned = MapComparison(old, new)
        let types = (turned.added.map(\.key) + turned.changed.map(\.key)).sorted()
        let names = types.map { EntityType(rawValue: $0).name }.joined(separator: ", ")
        return names.isEmpty ? "rotating keys written again" : "rotating keys rotated: \(names)"
    }

    private static func changes(
        of name: AuthEntityName, _ old: EntityAuth?, _ new: EntityAuth, isKnown: Bool
    ) -> String {
        guard let old else { return "\(name) \(isKnown ? "added" : "added or changed") (\(capsText(new)))" }
        var parts: [String] = []
        if old.caps != new.caps { parts.append("caps changed (\(capChanges(old, new)))") }
        if old.key != new.key { parts.append("key changed") }
        if old.pendingKey != new.pendingKey {
            parts.append(new.pendingKey.isEmpty ? "pending key gone" : "pending key set")
        }
        return "\(name) \(parts.isEmpty ? "written again" : parts.joined(separator: ", "))"
    }

    private static func capsText(_ auth: EntityAuth) -> String {
        auth.caps.isEmpty
            ? "no caps" : auth.capTexts.map { "\($0.service) '\($0.text)'" }.joined(separator: ", ")
    }

    private static func capChanges(_ old: EntityAuth, _ new: EntityAuth) -> String {
        let comparison = MapComparison(
            CephMap(old.capTexts.map { ($0.service, $0.text) }),
            CephMap(new.capTexts.map { ($0.service, $0.text) }))
        return
            (comparison.changed.map { "\($0.key) '\($0.old)' → '\($0.new)'" }
            + comparison.added.map { "\($0.key) '\($0.value)' added" }
            + comparison.removed.map { "\($0.key) '\($0.value)' removed" }).joined(separator: "; ")
    }
}
