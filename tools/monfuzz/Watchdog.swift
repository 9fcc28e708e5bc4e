import CMalloc
import Foundation
import Synchronization

/// Ends the program with the name of the input that takes too long.
final class Watchdog: Sendable {
    private let current = Mutex<(name: String, began: ContinuousClock.Instant)>(("", .now))
    private let limit: Duration

    init(limit: Duration) {
        self.limit = limit
        Thread.detachNewThread { [self] in
            while true {
                Thread.sleep(forTimeInterval: 0.5)
                let (name, began) = current.withLock { $0 }
                guard !name.isEmpty, ContinuousClock.now - began > limit else { continue }
                FileHandle.standardError.write(Data("hang: \(name)\n".utf8))
                exit(3)
            }
        }
    }

    /// Remembers what is tried now, and prints it if the program dies of it.
    func begin(_ name: String) { current.withLock { $0 = (name, .now) } }
    func end() { current.withLock { $0 = ("", .now) } }
}

/// Bounds on what a run may take.
enum Limits {
    /// Address space beyond what the process has now: an allocation by an unchecked length ends the program.
    static func boundMemory(extra: Int) {
        let pages =
            (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").first.flatMap { Int($0) } ?? 0
        let bytes = rlim_t(pages * 4096 + extra)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    }

    /// Bytes that are allocated now.
    static var allocated: Int {
        let info = mallinfo2()
        return info.uordblks + info.hblkhd
    }
}
