import ArgumentParser
import Foundation
import MonitorStore

/// The store that a command works on.
struct StoreArgument: ParsableArguments {
    @Argument(help: "a monitor's data folder, or its store.db", completion: .directory)
    var path: String

    var directory: MonitorDirectory { get throws { try MonitorDirectory(path: path) } }

    /// The store as it is now; nothing in its folder is touched.
    func openForReading() throws -> SnapshotStore {
        try SnapshotStore(path: try directory.database)
    }

    /// The store, locked for changes.
    func openForWriting() throws -> LevelDBStore {
        try LevelDBStore(path: try directory.database, options: LevelDBSettings.shared)
    }

    /// Bytes of all files of the database.
    func sizeOnDisk() throws -> UInt64 { try StoreArgument.size(of: directory.database) }

    static func size(of folder: String) throws -> UInt64 {
        try filesAndSizes(of: folder).reduce(0) { $0 + $1.size }
    }

    static func filesAndSizes(of folder: String) throws -> [(name: String, size: UInt64)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
            var status = stat()
            // A running monitor removes files at any time.
            guard stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                return nil
            }
            return (name, UInt64(max(0, status.st_size)))
        }
    }
}

/// A prefix or key as ceph-kvstore-tool takes and shows them: `%2b` for a byte outside of letters, digits
/// and `-_.~/` (src/common/url_escape.cc).
enum URLEscape {
    static func escape(_ bytes: some Sequence<UInt8>, into output: inout Output) throws {
        for byte in bytes {
            if isPlain(byte) {
                output.write(byte: byte)
            } else {
                output.write(byte: UInt8(ascii: "%"))
                output.write(byte: digits[Int(byte >> 4)])
                output.write(byte: digits[Int(byte & 15)])
            }
        }
    }

    static func escape(_ text: String) -> String {
        text.cephBytes.map { byte in
            isPlain(byte)
                ? String(Unicode.Scalar(byte))
                : "%" + String(Unicode.Scalar(digits[Int(byte >> 4)]))
                    + String(Unicode.Scalar(digits[Int(byte & 15)]))
        }.joined()
    }

    static func unescape(_ text: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while let character = rest.first {
            guard character == "%" else {
                bytes.append(contentsOf: String(character).cephBytes)
                rest = rest.dropFirst()
                continue
            }
            let pair = rest.dropFirst().prefix(2)
            guard pair.count == 2, pair.allSatisfy(\.isHexDigit), let byte = UInt8(pair, radix: 16) else {
                throw ValidationError("'\(text)': a % must be followed by two hexadecimal digits")
            }
            bytes.append(byte)
            rest = rest.dropFirst(3)
        }
        return String(cephBytes: bytes)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
