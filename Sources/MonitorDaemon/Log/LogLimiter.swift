import NIOConcurrencyHelpers
import NIOCore

/// Keeps strangers from filling the log: so many lines a second, and then how many there were more.
final class LogLimiter: Sendable {
    private struct State {
        var began = NIODeadline.uptimeNanoseconds(0)
        var written = 0
        var dropped = 0
    }

    private let limit: Int
    private let state = NIOLockedValueBox(State())

    init(linesPerSecond: Int) { limit = linesPerSecond }

    /// - Returns: what is to be written now.
    func admit(_ line: String, at time: NIODeadline) -> [String] {
        state.withLockedValue { state in
            var lines: [String] = []
            if time - state.began >= .seconds(1) {
                if state.dropped > 0 {
                    lines.append("\(state.dropped) lines like the last ones were left out")
                }
                state = State(began: time)
            }
            guard state.written < limit else {
                state.dropped += 1
                return lines
            }
            state.written += 1
            return lines + [line]
        }
    }
}
