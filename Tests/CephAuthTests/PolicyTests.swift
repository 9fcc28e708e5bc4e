import CephAuth
import CephEncoding
import CephTypes
import Testing

struct PolicyTests {
    @Test func `Lists of methods and modes are read as Ceph reads them`() {
        #expect(AuthPolicy.methods(parsing: "cephx, none").methods == [.cephx, .none])
        #expect(AuthPolicy.methods(parsing: "none;cephx\tgss").methods == [.none, .cephx])
        #expect(AuthPolicy.methods(parsing: "none gss").unknown == ["gss"])
        #expect(AuthPolicy.methods(parsing: " ").methods == [.cephx])
        #expect(AuthPolicy.modes(parsing: "secure crc").modes == [.secure, .crc])
        #expect(AuthPolicy.modes(parsing: "crc,rot13").modes == [.crc])
        #expect(AuthPolicy.modes(parsing: "crc,rot13").unknown == ["rot13"])
        #expect(AuthPolicy.modes(parsing: "").modes.isEmpty)
    }

    @Test func `Who is asked, and who asks, decides which options count`() {
        var policy = AuthPolicy(ownType: .mon)
        policy.clusterMethods = [.cephx]
        policy.serviceMethods = [.none]
        policy.clientMethods = [.none, .cephx]
        policy.monClusterModes = [.secure]
        policy.monServiceModes = [.crc]
        policy.monClientModes = [.crc, .secure]
        policy.clusterModes = [.secure, .crc]
        policy.serviceModes = []
        for peer in [EntityType.mon, .mgr] {
            #expect(policy.methods(for: peer) == [.cephx])
            #expect(policy.modes(for: peer, method: .cephx) == [.secure])
            #expect(policy.modes(for: peer, method: .none).isEmpty)
        }
        for peer in [EntityType.osd, .mds, .client] {
            #expect(policy.methods(for: peer) == [.none])
            #expect(policy.modes(for: peer, method: .cephx) == [.crc])
        }
        policy.ownType = .client
        #expect(policy.methods(for: .mon) == [.none, .cephx])
        #expect(policy.modes(for: .mon, method: .cephx) == [.crc, .secure])
        #expect(policy.modes(for: .osd, method: .cephx) == [.crc, .secure])
        policy.ownType = .osd
        #expect(policy.methods(for: .osd) == [.cephx])
        #expect(policy.methods(for: .client) == [.none])
        #expect(policy.modes(for: .mon, method: .cephx) == [.secure])
        #expect(policy.modes(for: .osd, method: .cephx) == [.secure, .crc])
        #expect(policy.modes(for: .client, method: .cephx).isEmpty)
        // By name, not by connection.
        #expect(policy.sessionMethods(for: AuthEntityName(.osd, "1")) == [.cephx])
        #expect(policy.sessionMethods(for: AuthEntityName(.client, "a")) == [.none])
    }

    @Test func `A v1 client gets the best of what it offers`() {
        var policy = AuthPolicy()
        policy.serviceMethods = [.none, .cephx]
        let client = AuthEntityName(.client, "admin")
        func pick(_ offered: [AuthMethod], _ features: CephFeatures = .all) -> AuthMethod? {
            policy.pickMethod(for: client, offered: offered, features: features)
        }
        #expect(pick([.none, .cephx]) == .cephx)
        #expect(pick([.none]) == AuthMethod.none)
        #expect(pick([AuthMethod(rawValue: 4)]) == nil)
        // cephx of version 2 is wanted of who can sign at all.
        let old = CephFeatures.all.subtracting(.cephxV2)
        #expect(pick([.none, .cephx], old) == AuthMethod.none)
        let ancient = old.subtracting(.msgAuth)
        #expect(pick([.cephx], ancient) == .cephx)
        policy.serviceRequirements.signatures = true
        #expect(pick([.cephx], ancient) == nil)
        policy.serviceRequirements.version = 1
        #expect(pick([.cephx], old) == .cephx)
    }

    @Test func `Connect messages of v1 need the features that are required`() {
        var policy = AuthPolicy()
        #expect(policy.requiredFeatures(for: .client, method: .none) == [])
        #expect(policy.requiredFeatures(for: .client, method: .cephx) == .cephxV2)
        policy.clusterRequirements = CephXRequirements(signatures: true, version: 1)
        #expect(policy.requiredFeatures(for: .osd, method: .cephx) == .msgAuth)
        #expect(policy.requiredFeatures(for: .mon, method: .cephx) == .cephxV2)
    }

    @Test func `A message's signature covers its numbers`() throws {
        let key = CryptoKey(aes: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908), created: .zero)
        let subject = MessageSigner.Subject(
            headerCRC: 1, frontCRC: 2, middleCRC: 3, dataCRC: 4, frontLength: 5, middleLength: 6,
            dataLength: 7,
            sequence: 1 << 32 | 8)
        let policy = AuthPolicy()
        let new = try #require(MessageSigner(key: key, features: .all, policy: policy))
        let old = try #require(
            MessageSigner(key: key, features: CephFeatures.all.subtracting(.cephxV2), policy: policy))
        #expect(try new.signature(of: subject) != old.signature(of: subject))
        // Numbers made with another implementation of AES.
        #expect(try new.signature(of: subject) == 0x8850_f00c_dd9d_64ab)
        #expect(try old.signature(of: subject) == 0x0779_7fbf_ce27_bb67)
        var other = subject
        other.sequence = 8
        #expect(try new.signature(of: other) == new.signature(of: subject))
        other.dataLength = 9
        #expect(try new.signature(of: other) != new.signature(of: subject))
        #expect(try old.signature(of: other) == old.signature(of: subject))
        #expect(MessageSigner(key: nil, features: .all, policy: policy) == nil)
        #expect(
            MessageSigner(key: key, features: CephFeatures.all.subtracting(.msgAuth), policy: policy) == nil)
        var unsigned = policy
        unsigned.signsMessages = false
        #expect(MessageSigner(key: key, features: .all, policy: unsigned) == nil)
    }

    @Test func `Options say what is allowed`() throws {
        var options = MonitorOptions(monitor: MonitorOptions.Identity(name: AuthEntityName(.mon, "a")))
        #expect(AuthPolicy(options: options) == AuthPolicy())
        #expect(AuthPolicy.warnings(of: options).isEmpty)
        for (name, value) in [
            ("auth_client_required", "none"), ("ms_mon_service_mode", "crc rot13"),
            ("cephx_service_require_version", "1"), ("cephx_require_version", "1"),
            ("cephx_require_signatures", "true"), ("auth_service_ticket_ttl", "7200"),
            ("auth_allow_insecure_global_id_reclaim", "false"),
        ] {
            try options.set(name, to: value, at: .file)
        }
        var policy = AuthPolicy(options: options)
        #expect(policy.clientMethods == [.none])
        #expect(policy.monServiceModes == [.crc])
        #expect(policy.serviceRequirements == CephXRequirements(signatures: true, version: 1))
        #expect(policy.clusterRequirements == CephXRequirements(signatures: true, version: 2))
        #expect(policy.serviceTicketLifetime == 7200)
        #expect(!policy.allowsInsecureReclaim)
        #expect(AuthPolicy.warnings(of: options) == ["WARNING: unknown connection mode rot13"])
        try options.set("auth_supported", to: "none", at: .file)
        policy = AuthPolicy(options: options)
        #expect(policy.clusterMethods == [.none] && policy.serviceMethods == [.none])
    }

    @Test func `No two monitors give the same global id`() {
        var given: Set<UInt64> = []
        for rank in 0..<3 {
            var allocator = GlobalIDAllocator(maximum: 4096, monitors: 3, rank: rank)
            #expect(allocator.next() == nil)
            #expect(allocator.needsMore(batch: 10_000))
            allocator.maximum = 14_096
            #expect(!allocator.needsMore(batch: 10_000))
            for _ in 0..<1000 {
                guard let id = allocator.next() else { return #expect(Bool(false), "no id for \(rank)") }
                #expect(id > 4096 && id < 14_096 && id % 3 == UInt64(rank))
                #expect(given.insert(id).inserted)
            }
        }
        // As the first client of a new cluster of one gets it, but the monitors' own numbers come first.
        var alone = GlobalIDAllocator(maximum: 0, monitors: 1, rank: 0)
        #expect(alone.next() == nil)
        alone.maximum = 5
        #expect(alone.next() == nil)
        alone.maximum = 7
        #expect([alone.next(), alone.next()] == [6, nil])
        var end = GlobalIDAllocator(maximum: .max, monitors: 3, rank: 2)
        #expect(end.next() == nil)
        end.rank = 3
        #expect(end.next() == nil)
    }
}
