import FoundationEssentials
import Glibc

/// The disks that a folder lies on (src/common/blkdev.cc).
enum HostDisks {
    /// `devices`, `device_ids` and `device_paths`: lists of names, of `name=id`, and of `name=path`.
    static func metadata(of folder: String, root: String = "") -> [String: String] {
        var status = stat()
        guard stat(folder, &status) == 0 else { return [:] }
        // As glibc's major() and minor() take a device's number apart.
        let device = UInt64(status.st_dev)
        let major = device >> 8 & 0xfff | device >> 32 & ~0xfff
        let minor = device & 0xff | device >> 12 & ~0xff
        let disks = wholeDisks(at: "\(root)/sys/dev/block/\(major):\(minor)").sorted()
        let ids = disks.compactMap { disk in identity(of: disk, root).map { "\(disk)=\($0)" } }
        let paths = disks.compactMap { disk in path(of: disk, root).map { "\(disk)=\($0)" } }
        return [
            "devices": disks.joined(separator: ","), "device_ids": ids.joined(separator: ","),
            "device_paths": paths.joined(separator: ","),
        ]
    }

    /// The disk that a partition is of; of a mapped device those that it is made of.
    private static func wholeDisks(at link: String, depth: Int = 0) -> Set<String> {
        let files = FileManager.default
        let device = URL(fileURLWithPath: link).resolvingSymlinksInPath()
        guard depth < 8, files.fileExists(atPath: device.path) else { return [] }
        if files.fileExists(atPath: "\(device.path)/partition") {
            return [device.deletingLastPathComponent().lastPathComponent]
        }
        let parts = (try? files.contentsOfDirectory(atPath: "\(device.path)/slaves")) ?? []
        guard !parts.isEmpty else { return [device.lastPathComponent] }
        return parts.reduce(into: []) {
            $0.formUnion(wholeDisks(at: "\(device.path)/slaves/\($1)", depth: depth + 1))
        }
    }

    /// Vendor, model and serial number, as far as udev knows them.
    private static func identity(of disk: String, _ root: String) -> String? {
        guard let number = text("\(root)/sys/block/\(disk)/dev"),
            let known = text("\(root)/run/udev/data/b\(number)")
        else { return nil }
        var fields: [String: String] = [:]
        for line in known.split(separator: "\n") where line.hasPrefix("E:") {
            let pair = line.dropFirst(2).split(separator: "=", maxSplits: 1)
            if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
        }
        func field(_ name: String) -> String? { fields["ID_\(name)"].flatMap { $0.isEmpty ? nil : $0 } }
        var identity = field("SERIAL")
        if let vendor = field("VENDOR"), let model = field("MODEL"), let serial = field("SCSI_SERIAL") {
            identity = "\(vendor)_\(model)_\(serial)"
        } else if let model = field("MODEL"), let serial = field("SERIAL_SHORT") {
            identity = "\(model)_\(serial)"
        } else if let serial = identity, serial.hasPrefix("MTFD") {
            identity = "Micron_\(serial)"
        }
        return identity?.replacing(" ", with: "_")
    }

    private static func path(of disk: String, _ root: String) -> String? {
        let folder = "\(root)/dev/disk/by-path"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { "\(folder)/\($0)" }.first {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().lastPathComponent == disk
        }
    }

    private static func text(_ file: String) -> String? {
        (try? String(contentsOfFile: file, encoding: .utf8))?.trimmed(\.isWhitespace)
    }
}
