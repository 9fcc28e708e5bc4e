import CephEncoding
import NIOCore

/// Options as daemons tell managers of them, for `config show` (src/common/config.cc).
extension MonitorOptions {
    /// What each level says, and what of the monitors' configuration does not count:
    /// `map<string,map<int32_t,string>>`, `map<string,string>` (`get_config_bl`).
    public var setValues: ByteBuffer {
        let hidden: Set = ["fsid", "host"]
        var all = CephMap(
            said.lazy.filter { !hidden.contains($0.name) }.map { name, levels in
                (name, CephMap(levels.map { (Int32($0.level.rawValue), $0.value.description) }))
            })
        for name in ignoredMonValues.keys where !hidden.contains(name) && !all.contains(name) {
            guard let option = ConfigOptionTable.option(named: name) else { continue }
            all[name] = [0: option.defaultValue(forDaemon: isDaemon).description]
        }
        var encoder = CephEncoder()
        encoder.encode(all)
        encoder.encode(CephMap(ignoredMonValues.map { ($0.key, $0.value) }))
        return encoder.buffer
    }

    /// What counts where nothing is said: `map<string,string>` (`get_defaults_bl`).
    public var defaultValues: ByteBuffer {
        CephEncoder.encode(
            CephMap(
                ConfigOptionTable.sorted.map { option in
                    let said = value(of: option.name, at: .default)
                    return (option.name, (said ?? option.defaultValue(forDaemon: isDaemon)).description)
                }))
    }
}
