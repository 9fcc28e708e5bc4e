import Foundation

extension Process {
    /// Starts the program as a shell does, with no signal blocked.
    ///
    /// Threads of a pool have most signals blocked, a child inherits that, and ceph-mon would never see SIGTERM.
    public func start() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }

    /// Ends the program cleanly (SIGTERM), and kills it if it has not ended within ten seconds.
    public func end() {
        if isRunning { terminate() }
        let deadline = Date().addingTimeInterval(10)
        while isRunning, Date() < deadline { usleep(5000) }
        if isRunning { kill(processIdentifier, SIGKILL) }
        waitUntilExit()
    }
}
