import CephEncoding
import CephTypes
import Foundation
import Monitor

/// What `ceph mon metadata` tells of a host (src/common/util.cc: `collect_sys_info`) and of this monitor on it
/// (`Monitor::collect_metadata`).
enum HostMetadata {
    static func daemon(listeningAt addresses: EntityAddressVector, dataFolder: String) -> DaemonMetadata {
        var values = host
        values["addrs"] = "\(addresses)"
        values["devices"] = device(of: dataFolder)
        return DaemonMetadata(CephMap(inAnyOrder: values.map { ($0.key, $0.value) }))
    }

    private static let host = collect()

    private static func collect() -> [String: String] {
        var values = [
            "ceph_release": MonitorVersion.release, "ceph_version": MonitorVersion.pretty,
            "ceph_version_short": MonitorVersion.short, "compression_algorithms": "none",
        ]
        let variables = [
            "POD_NAME": "pod_name", "POD_NAMESPACE": "pod_namespace", "CONTAINER_NAME": "container_name",
            "CONTAINER_IMAGE": "container_image",
        ]
        for (variable, name) in variables {
            values[name] = ProcessInfo.processInfo.environment[variable]
        }
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

    /// The disk that a folder lies on, by its name in the kernel; nil for one that is on none.
    private static func device(of folder: String) -> String? {
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        // As <sys/sysmacros.h> takes a device's number apart.
        let number = status.st_dev
        let major = (number >> 8 & 0xfff) | (number >> 32 & ~0xfff)
        let minor = (number & 0xff) | (number >> 12 & ~0xff)
        let node = URL(fileURLWithPath: "/sys/dev/block/\(major):\(minor)").resolvingSymlinksInPath()
        guard FileManager.default.fileExists(atPath: node.path) else { return nil }
        let isPartition = FileManager.default.fileExists(atPath: node.path + "/partition")
        return (isPartition ? node.deletingLastPathComponent() : node).lastPathComponent
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
