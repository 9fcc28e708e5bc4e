import CephEncoding
import CephTypes

extension AuthPolicy {
    /// What a program's options say.
    public init(ownType: EntityType = .mon, options: MonitorOptions) {
        self.init(ownType: ownType)
        func methods(_ name: String) -> [AuthMethod] {
            Self.methods(parsing: Self.methodsText(name, options)).methods
        }
        func modes(_ name: String) -> [ConnectionMode] {
            Self.modes(parsing: options.string(name)).modes
        }
        clusterMethods = methods("auth_cluster_required")
        serviceMethods = methods("auth_service_required")
        clientMethods = methods("auth_client_required")
        monClusterModes = modes("ms_mon_cluster_mode")
        monServiceModes = modes("ms_mon_service_mode")
        monClientModes = modes("ms_mon_client_mode")
        clusterModes = modes("ms_cluster_mode")
        serviceModes = modes("ms_service_mode")
        clientModes = modes("ms_client_mode")
        clusterRequirements = CephXRequirements(options, "cluster")
        serviceRequirements = CephXRequirements(options, "service")
        signsMessages = options.bool("cephx_sign_messages")
        monTicketLifetime = options.float("auth_mon_ticket_ttl")
        serviceTicketLifetime = options.float("auth_service_ticket_ttl")
        allowsInsecureReclaim = options.bool("auth_allow_insecure_global_id_reclaim")
        exposesInsecureReclaim = options.bool("auth_expose_insecure_global_id_reclaim")
    }

    /// `auth_supported`, where it says anything, stands for all three lists.
    private static func methodsText(_ name: String, _ options: MonitorOptions) -> String {
        let all = options.string("auth_supported")
        return all.isEmpty ? options.string(name) : all
    }

    /// What the log is told of words in these options that name nothing.
    public static func warnings(of options: MonitorOptions) -> [String] {
        let methods = ["auth_cluster_required", "auth_service_required", "auth_client_required"]
            .flatMap { Self.methods(parsing: methodsText($0, options)).unknown }
        let modes = [
            "ms_mon_cluster_mode", "ms_mon_service_mode", "ms_mon_client_mode", "ms_cluster_mode",
            "ms_service_mode",
            "ms_client_mode",
        ].flatMap { Self.modes(parsing: options.string($0)).unknown }
        return methods.map { "WARNING: unknown auth protocol defined: \($0)" }
            + modes.map { "WARNING: unknown connection mode \($0)" }
    }
}

extension CephXRequirements {
    /// The options of one kind of peer, and those of all; the stricter count.
    fileprivate init(_ options: MonitorOptions, _ kind: String) {
        self.init(
            signatures: options.bool("cephx_require_signatures")
                || options.bool("cephx_\(kind)_require_signatures"),
            version: max(
                options.int("cephx_require_version"), options.int("cephx_\(kind)_require_version")))
    }
}
