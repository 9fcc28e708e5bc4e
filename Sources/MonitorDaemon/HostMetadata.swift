import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc

/// What `ceph mon metadata` tells of a host (src/common/util.cc: `collect_sys_info`).
enum HostMetadata {
    /// - Parameter dataFolder: on whose disks the monitor depends.
    static func collect(
        dataFolder: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> DaemonMetadata {
        var values: [String: String] = [:]
        addSystem(to: &values)
        addContainer(environment, to: &values)
        values["cpu"] = line(of: "/proc/cpuinfo", "model name")
        values["mem_total_kb"] = kilobytes("MemTotal")
        values["mem_swap_kb"] = kilobytes("SwapTotal")
        values["mem_cgroup_limit"] = memoryLimit
        // What LevelDB's tables are written with; messages are never compressed.
        values["compression_algorithms"] = "none, snappy"
        values.merge(HostDisks.metadata(of: dataFolder)) { $1 }
        return DaemonMetadata(CephMap(inAnyOrder: values.map { ($0.key, $0.value) }))
    }

    private static func addSystem(to values: inout [String: String]) {
        var names = utsname()
        if uname(&names) == 0 {
            values["os"] = text(names.sysname)
            values["kernel_version"] = text(names.release)
            values["kernel_description"] = text(names.version)
            values["hostname"] = text(names.nodename)
            values["arch"] = text(names.machine)
        }
        let release = release
        values["distro"] = release["ID"]?.lowercased()
        values["distro_version"] = release["VERSION_ID"]
        values["distro_description"] = release["PRETTY_NAME"]
    }

    /// Names that those who run containers give them. A host that is one has the name of its node.
    private static func addContainer(_ environment: [String: String], to values: inout [String: String]) {
        let names = [
            "POD_NAME": "pod_name", "CONTAINER_NAME": "container_name", "CONTAINER_IMAGE": "container_image",
        ]
        var isContainer = false
        for (variable, name) in names {
            guard let value = environment[variable] else { continue }
            values[name] = value
            isContainer = true
        }
        guard isContainer else { return }
        if let node = environment["NODE_NAME"] {
            values["container_hostname"] = values["hostname"]
            values["hostname"] = node
        }
        values["pod_namespace"] = environment["POD_NAMESPACE"]
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
            fields[String(parts[0])] = parts[1].trimmed { $0 == "\"" || $0 == "'" }
        }
        return fields
    }

    private static func line(of file: String, _ name: String) -> String? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(separator: ":", maxSplits: 1).last?.trimmed(\.isWhitespace)
        }
        return nil
    }

    private static func kilobytes(_ name: String) -> String? {
        line(of: "/proc/meminfo", name).flatMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// Of a control group of version 1, where it has one.
    private static var memoryLimit: String? {
        let file = "/sys/fs/cgroup/memory/memory.limit_in_bytes"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let limit = UInt64(text.trimmed(\.isWhitespace)),
            limit > 0, limit < 0x7fff_ffff_ffff_f000
        else { return nil }
        return String(limit)
    }
}
