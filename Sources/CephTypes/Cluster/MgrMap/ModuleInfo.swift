import CephEncoding

/// `MgrMap::ModuleInfo`: a module that a manager could run.
public struct ModuleInfo: Hashable, Sendable {
    public var name: String
    public var canRun = true
    /// Why it cannot run.
    public var errorText = ""
    public var options: CephMap<String, ModuleOption> = [:]

    public init(name: String = "") { self.name = name }
}

extension ModuleInfo: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, named: "MgrMap::ModuleInfo") { version, body in
            var info = ModuleInfo(name: try body.decode("name"))
            info.canRun = try body.decode("can_run")
            info.errorText = try body.decode("error_string")
            if version >= 2 { info.options = try body.decode("module_options") }
            return info
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 1) { body in
            body.encode(name)
            body.encode(canRun)
            body.encode(errorText)
            body.encode(options)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("name", name)
        formatter.bool("can_run", canRun)
        formatter.string("error_string", errorText)
        formatter.object("module_options") { for (name, option) in options { $0.dump(name, option) } }
    }
}

/// `MgrMap::StandbyInfo`: a manager that waits.
public struct MgrStandby: Hashable, Sendable {
    public var gid: UInt64 = 0
    public var name = ""
    public var availableModules: [ModuleInfo] = []
    public var features: UInt64 = 0

    public init() {}
}

extension MgrStandby: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 4, named: "MgrMap::StandbyInfo") { version, body in
            var standby = MgrStandby()
            standby.gid = try body.decode("gid")
            standby.name = try body.decode("name")
            if version >= 2 {
                let names: CephSet<String> = try body.decode("old_available_modules")
                if version == 2 { standby.availableModules = names.map { ModuleInfo(name: $0) } }
            }
            if version >= 3 { standby.availableModules = try body.decode("available_modules") }
            if version >= 4 { standby.features = try body.decode("mgr_features") }
            return standby
        }
    }

    /// Version 4; or 3, the form of 14.2, for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 3 : 4, compatible: 1) { body in
            body.integer(gid)
            body.encode(name)
            body.encode(CephSet(availableModules.map(\.name)))
            body.encode(availableModules)
            if !isNautilus { body.integer(features) }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("gid", gid)
        formatter.string("name", name)
        formatter.int("mgr_features", features)
        formatter.dump("available_modules", each: "module", availableModules)
    }
}
