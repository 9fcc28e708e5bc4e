import CephEncoding

/// One line of the cluster log (src/common/LogEntry.h).
///
/// On the wire: envelope of version 5; before nautilus (4) rank and a single address came first and the
/// name last, before channels (2) every line was of the cluster's, and version 1 had no envelope.
public struct LogEntry: Hashable, Sendable {
    /// Who logs, as its key calls it; empty before mimic.
    public var name: AuthEntityName
    /// Who logs, as its connection calls it.
    public var rank: EntityName
    public var addresses: EntityAddressVector
    public var stamp: UTime
    public var sequence: UInt64
    public var priority: ClogType
    public var message: String
    public var channel: String

    public init(
        name: AuthEntityName = AuthEntityName(), rank: EntityName = EntityName(EntityType(rawValue: 0), 0),
        addresses: EntityAddressVector = EntityAddressVector(), stamp: UTime = .zero, sequence: UInt64 = 0,
        priority: ClogType = .debug, message: String = "", channel: String = ""
    ) {
        self.name = name
        self.rank = rank
        self.addresses = addresses
        self.stamp = stamp
        self.sequence = sequence
        self.priority = priority
        self.message = message
        self.channel = channel
    }

    /// By which the log knows an entry that it has already.
    public var key: LogEntryKey { LogEntryKey(rank: rank, stamp: stamp, sequence: sequence) }
}

extension LogEntry: CephRecord {
    public static let cephTypeName = "LogEntry"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 6, compatSince: 2, lengthSince: 2) { version, body in
            version >= 5 ? try LogEntry(bodyFrom: &body) : try LogEntry(version: version, legacyFrom: &body)
        }
    }

    private init(bodyFrom decoder: inout CephDecoder) throws {
        name = try decoder.decode("name")
        rank = try decoder.decode("rank")
        addresses = try decoder.decode("addrs")
        stamp = try decoder.decode("stamp")
        sequence = try decoder.decode("seq")
        priority = ClogType(rawValue: try decoder.decode("prio"))
        message = try decoder.decode("msg")
        channel = try decoder.decode("channel")
    }

    private init(version: UInt8, legacyFrom decoder: inout CephDecoder) throws {
        rank = try decoder.decode("who.name")
        addresses = EntityAddressVector([try decoder.decode("who.addr")])
        stamp = try decoder.decode("stamp")
        sequence = try decoder.decode("seq")
        priority = ClogType(rawValue: try decoder.decode("prio"))
        message = try decoder.decode("msg")
        channel = version >= 3 ? try decoder.decode("channel") : LogChannel.cluster
        name = version >= 4 ? try decoder.decode("name") : AuthEntityName()
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.serverNautilus) else {
            encoder.versioned(4, compatible: 2, encodeLegacy(into:))
            return
        }
        encoder.versioned(5, compatible: 5) { body in
            body.encode(name)
            body.encode(rank)
            body.encode(addresses)
            encodeMiddle(into: &body)
            body.encode(channel)
        }
    }

    private func encodeLegacy(into body: inout CephEncoder) {
        body.encode(rank)
        body.encode(legacyAddress)
        encodeMiddle(into: &body)
        body.encode(channel)
        body.encode(name)
    }

    private func encodeMiddle(into body: inout CephEncoder) {
        body.encode(stamp)
        body.integer(sequence)
        body.integer(priority.rawValue)
        body.encode(message)
    }

    /// The one address that an old reader is told (`entity_addrvec_t::as_legacy_addr`).
    private var legacyAddress: EntityAddress {
        if let legacy = addresses.legacy { return legacy }
        let any = addresses.addresses.first { $0.kind == .any }
        return (any ?? addresses.front).with(kind: .legacy)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("name", name)
        formatter.string("rank", rankDescription)
        formatter.object("addrs") { addresses.dumpAddresses(to: &$0) }
        formatter.stream("stamp", stamp)
        formatter.int("seq", sequence)
        formatter.string("channel", channel)
        formatter.stream("priority", priority)
        formatter.string("message", message)
    }
}

extension LogEntry: CustomStringConvertible {
    /// A line of the cluster log, without the end of line.
    public var description: String {
        "\(stamp) \(name) (\(rankDescription)) \(sequence) : \(channel) \(priority) \(message)"
    }

    private var rankDescription: String { rank.logDescription }
}

extension EntityName {
    /// As Ceph prints it, whatever its type.
    var logDescription: String {
        let number = number < 0 ? "?" : String(number)
        return "\(type.cephName).\(number)"
    }
}

extension EntityAddressVector {
    /// `entity_addrvec_t::dump`
    func dumpAddresses(to formatter: inout CephFormatter) {
        formatter.array("addrvec") { array in
            for address in addresses {
                array.object("addr") { section in
                    section.string("type", address.kindName)
                    section.stream("addr", address.socket)
                    section.int("nonce", address.nonce)
                }
            }
        }
    }
}

extension EntityAddress {
    fileprivate var kindName: String {
        switch kind {
        case .some(.none): "none"
        case .legacy: "v1"
        case .msgr2: "v2"
        case .any: "any"
        case .cidr: "cidr"
        case nil: "???"
        }
    }
}

/// What tells one entry of the log from all others: rank, stamp, sequence (u64).
public struct LogEntryKey: Hashable, Sendable {
    public var rank: EntityName
    public var stamp: UTime
    public var sequence: UInt64

    public init(rank: EntityName, stamp: UTime, sequence: UInt64) {
        self.rank = rank
        self.stamp = stamp
        self.sequence = sequence
    }
}

extension LogEntryKey: CephRecord {
    public static let cephTypeName = "LogEntryKey"

    public init(from decoder: inout CephDecoder) throws {
        rank = try decoder.decode("rank")
        stamp = try decoder.decode("stamp")
        sequence = try decoder.decode("seq")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(rank)
        encoder.encode(stamp)
        encoder.integer(sequence)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("rank", rank.logDescription)
        formatter.stream("stamp", stamp)
        formatter.int("seq", sequence)
    }
}
