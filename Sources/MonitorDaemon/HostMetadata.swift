import CephEncoding
import CephTypes
import Foundation

/// What `ceph mon metadata` tells of a host (src/common/util.cc: `collect_sys_info`).
enum HostMetadata {
    /// - Parameter addresses: where the daemon listens.
    static func make(_ addresses: EntityAddressVector) -> DaemonMetadata {
        var values = collect()
        values["addrs"] = addresses.description
        values["ceph_release"] = "pacific"
        values["ceph_version"] = Launcher.version
        values["ceph_version_short"] = "16.2.15"
        return DaemonMetadata(CephMap(inAnyOrder: values.map { ($0.key, $0.value) }))
    }

    private static func collect() -> [String: String] {
        var values: [String: String] = [:]
        var names = utsname()
        if uname(&names) == 0 {
            values["os"] = text(names.sysname)
            values["kernel_version"] = text(names.release)
            values["kernel_description"] = text(names.version)
            values["hostname"] = text(names.nodename)
            values["arch"] = text(names.machine)
        }
        for (field, name) in [
            ("ID", "distro"), ("VERSION_ID", "distro_version"), ("PRETTY_NAME", "distro_description"),
        ] {
            values[name] = release[field]
        }
        values["distro"] = values["distro"]?.lowercased()
        values["cpu"] = line(of: "/proc/cpuinfo", "model name")
        values["mem_total_kb"] = kilobytes("MemTotal")
        values["mem_swap_kb"] = kilobytes("SwapTotal")
        return values
    }

    private static func text<T>(_ field: T) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static var release: [String: String] {
        let text = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
        var fields: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            fields[String(parts[0])] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
        }
        return fields
    }

    private static func line(of file: String, _ name: String) -> String? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    private static func kilobytes(_ name: String) -> String? {
        line(of: "/proc/meminfo", name).flatMap { $0.split(separator: " ").first.map(String.init) }
    }
}
