import FoundationEssentials
import Glibc

/// Without `-f` or `-d` the daemon goes on in the background. A process with threads cannot fork, so it starts
/// itself anew with `-f`, in a session of its own, and waits until that one says that it listens.
enum Background {
    /// `POSIX_SPAWN_SETSID`, which glibc's header makes with a macro.
    private static let setSession: Int16 = 0x80
    private static let variable = "SWIFT_CEPH_MON_READY_FD"

    /// - Returns: the exit code for the process that was typed.
    static func start(_ arguments: [String]) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw UsageError("no pipe: \(String(cString: strerror(errno)))") }
        defer { close(ends[0]) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, setSession)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        let program = "/proc/self/exe"
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: program)) ?? CommandLine.arguments[0]
        let words = [own] + arguments + ["-f"]
        let environment = ProcessInfo.processInfo.environment.merging([variable: "\(ends[1])"]) { $1 }
        var process = pid_t()
        let status = withCStrings(words) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&process, own, &actions, &attributes, argv, envp)
            }
        }
        close(ends[1])
        guard status == 0 else {
            throw UsageError("cannot start \(own): \(String(cString: strerror(status)))")
        }
        var byte: UInt8 = 0
        // It says one byte when it listens; the pipe ends without if it died, and it has told why.
        return read(ends[0], &byte, 1) == 1 ? 0 : 1
    }

    /// Tells who started this process that it listens now.
    static func tellReady() {
        guard let text = ProcessInfo.processInfo.environment[variable], let descriptor = Int32(text) else {
            return
        }
        var byte: UInt8 = 1
        _ = write(descriptor, &byte, 1)
        close(descriptor)
        unsetenv(variable)
        // Its standard error belongs to a terminal that may go away.
        let null = open("/dev/null", O_WRONLY)
        if null >= 0 {
            dup2(null, 2)
            close(null)
        }
    }

    private static func withCStrings<R>(
        _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
