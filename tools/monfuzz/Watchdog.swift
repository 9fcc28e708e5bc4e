import Foundation
import Synchronization

/// Ends the program with the name of the input that takes too long, or of which it dies.
final class Watchdog: Sendable {
    private let current = Mutex<(name: String, began: ContinuousClock.Instant)>(("", .now))
    private let limit: Duration

    init(limit: Duration) {
        self.limit = limit
        LastWords.arm()
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

    /// Remembers what is tried now.
    func begin(_ name: String) {
        LastWords.set(name)
        current.withLock { $0 = (name, .now) }
    }
    func end() {
        LastWords.set("nothing")
        current.withLock { $0 = ("", .now) }
    }
}

/// What a signal handler prints when the program traps: bytes in place, since it may not allocate.
private enum LastWords {
    private static let room = 512
    nonisolated(unsafe) private static let text = UnsafeMutableRawPointer.allocate(
        byteCount: room, alignment: 1)
    nonisolated(unsafe) private static var count = 0

    static func set(_ name: String) {
        var name = "died of: \(name)\n"
        name.withUTF8 { bytes in
            count = min(bytes.count, room)
            text.copyMemory(
                from: UnsafeRawPointer(bytes.baseAddress ?? UnsafePointer(bitPattern: 1)!), byteCount: count)
        }
    }

    /// On a stack of its own: the program's may be what ran out.
    static func arm() {
        set("nothing")
        let size = 1 << 16
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        stack.ss_size = size
        sigaltstack(&stack, nil)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                _ = write(STDERR_FILENO, LastWords.text, LastWords.count)
                signal(number, SIG_DFL)
                raise(number)
            }
            action.sa_flags = SA_ONSTACK
            sigaction(number, &action, nil)
        }
    }
}

/// Bounds on what a run may take.
enum Limits {
    /// What this thread has used.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Address space beyond what the process has now: an allocation by an unchecked length ends the program.
    static func boundMemory(extra: Int) {
        let pages =
            (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").first.flatMap { Int($0) } ?? 0
        let bytes = rlim_t(pages * 4096 + extra)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    }
}
