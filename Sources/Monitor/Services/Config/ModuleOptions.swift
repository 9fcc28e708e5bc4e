import CephEncoding
import CephTypes

extension ConfigOption {
    /// An option that a manager's module declares (`MgrMonitor::find_module_option`), with its whole name,
    /// `mgr/MODULE/OPTION`.
    /// - Parameter siblings: the module's options: other names are those of Ceph itself.
    init(_ option: ModuleOption, ofModule module: String, siblings: some Collection<String>) {
        let types = ConfigOption.ValueType.moduleOrder
        let levels: [Level] = [.basic, .advanced, .dev]
        let type = types.indices.contains(Int(option.type)) ? types[Int(option.type)] : .str
        let level = levels.indices.contains(Int(option.level)) ? levels[Int(option.level)] : .unknown
        self.init("mgr/\(module)/\(option.name)", type: type, level: level)
        flags = Flags(rawValue: option.flags).union(.mgr)
        summary = option.summary
        details = option.details
        tags = Array(option.tags)
        seeAlso = option.seeAlso.map { siblings.contains($0) ? "mgr/\(module)/\($0)" : $0 }
        if !option.defaultValue.isEmpty, let value = try? parse(option.defaultValue) { defaultValue = value }
        if !option.minimum.isEmpty, !option.maximum.isEmpty, let least = try? parse(option.minimum),
            let most = try? parse(option.maximum)
        {
            minimum = least
            maximum = most
        }
        allowedValues = Array(option.allowedValues)
    }
}

extension ConfigOption.ValueType {
    /// By `Option::type_t`.
    fileprivate static let moduleOrder: [ConfigOption.ValueType] = [
        .uint, .int, .str, .float, .bool, .addr, .addrvec, .uuid, .size, .secs, .millisecs,
    ]
}

extension ConfigService {
    /// Options of all modules that the active manager has, by whole name.
    var moduleOptions: [String: ConfigOption] {
        var found: [String: ConfigOption] = [:]
        for module in monitor.service(MgrService.self).map.availableModules {
            let siblings = module.options.map(\.key)
            for (_, declared) in module.options {
                let option = ConfigOption(declared, ofModule: module.name, siblings: siblings)
                found[option.name] = option
            }
        }
        return found
    }

    /// The cluster's CRUSH map, by which masks are matched.
    var crushMap: CrushMap? { monitor.service(OSDMapService.self).map.crush }
}
