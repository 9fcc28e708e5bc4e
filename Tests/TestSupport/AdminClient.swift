import Foundation

/// Asks a daemon over its admin socket, as `ceph daemon PATH …` does, without a program's start in between.
public enum AdminClient {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameter command: the words of a command without arguments.
    /// - Returns: its answer's bytes.
    public static func ask(_ command: String, at path: String) throws -> Data {
        let descriptor = try connect(path)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let request = Array(#"{"prefix":"\#(command)","format":"json"}"#.utf8) + [0]
        guard write(descriptor, request, request.count) == request.count else { throw failure(path) }
        let length = try receive(4, from: descriptor, path).reduce(0) { $0 << 8 | Int($1) }
        return Data(try receive(length, from: descriptor, path))
    }

    /// An answer that is one object of JSON.
    public static func object(_ command: String, at path: String) throws -> [String: Any] {
        let answer = try ask(command, at: path)
        guard let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any] else {
            throw Failure(description: "\(command) is answered by no object")
        }
        return object
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }

    private static func connect(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Failure(description: "\(path) is too long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, length)
            }
        }
        guard status == 0 else {
            let error = failure(path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func receive(_ count: Int, from descriptor: Int32, _ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count < count {
            let size = read(descriptor, &chunk, min(chunk.count, count - bytes.count))
            guard size > 0 else { throw failure(path) }
            bytes += chunk[..<size]
        }
        return bytes
    }
}
