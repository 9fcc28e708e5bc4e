import CephEncoding

/// A monitor capability: what an entity may ask of the monitors (src/mon/MonCap.h).
///
/// On the wire: envelope of version 4 with the text.
public struct MonCap: Hashable, Sendable {
    /// As it was written.
    public private(set) var text: String
    /// What the text means; none when it is no capability.
    public private(set) var grants: [MonCapGrant]

    public init() {
        text = ""
        grants = []
    }

    /// Reads a capability.
    /// - Throws: ``CapSyntaxError`` with Ceph's words.
    public init(_ text: String) throws(CapSyntaxError) {
        grants = try MonCap.parse(text)
        self.text = text
    }

    /// `allow *`
    public static let allowAll: MonCap = {
        var cap = MonCap()
        cap.text = "allow *"
        cap.grants = [MonCapGrant(.any)]
        return cap
    }()

    public var allowsAll: Bool { grants.contains(where: \.allowsAll) }

    /// Whether `name` at `peer` may do something (`MonCap::is_capable`).
    /// - Parameters:
    ///   - service: whom the request is for: `mon`, `osd`, `auth`, `config-key`, …
    ///   - command: the command's prefix; empty for what is no command.
    ///   - arguments: the command's other arguments, as text.
    ///   - needs: all of these must be allowed, by one clause or several together.
    public func isCapable(
        _ name: AuthEntityName, service: String, command: String = "", arguments: [String: String] = [:],
        needs: CapPermissions, peer: EntityAddress
    ) -> Bool {
        var allowed: CapPermissions = []
        for grant in grants where grant.applies(to: peer) {
            if grant.allowsAll { return true }
            allowed.formUnion(
                grant.permissions(for: name, service: service, command: command, arguments: arguments))
            if allowed.isSuperset(of: needs) { return true }
        }
        return false
    }

    /// The file systems that the capability is confined to; none when a clause is not confined.
    public var allowedFileSystems: [String] {
        grants.contains { $0.fileSystem.isEmpty } ? [] : grants.map(\.fileSystem)
    }

    /// Whether `name` may do any of `mask` with a file system (`MonCap::fs_name_capable`).
    public func isCapable(_ name: AuthEntityName, fileSystem: String, anyOf mask: CapPermissions) -> Bool {
        func fits(_ grant: MonCapGrant) -> Bool {
            (grant.fileSystem.isEmpty || grant.fileSystem == fileSystem)
                && !grant.allow.isDisjoint(with: mask)
        }
        return grants.contains { grant in
            if grant.allowsAll || fits(grant) { return true }
            return grant.expandedProfile(for: name).contains {
                ($0.service == "fs" || $0.service == "mds") && fits($0)
            }
        }
    }
}

extension MonCap: CephRecord {
    public static let cephTypeName = "MonCap"

    public init(from decoder: inout CephDecoder) throws {
        text = try decoder.versioned(upTo: 4, named: "MonCap") { _, body in try body.decode("text") }
        grants = (try? MonCap.parse(text)) ?? []
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(4, compatible: 4) { $0.encode(text) }
    }

    public func dump(to formatter: inout CephFormatter) { formatter.string("text", text) }
}

extension MonCap: CustomStringConvertible {
    /// The clauses in Ceph's own words, which are not always those of ``text``.
    public var description: String { grants.map(\.description).joined(separator: ", ") }
}
