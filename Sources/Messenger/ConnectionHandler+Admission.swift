import NIOCore

/// A message that is announced waits until the throttles have room for it; meanwhile its socket is not read.
extension ConnectionHandler {
    struct Admission {
        var size: Int
        var throttles: [MessageThrottle]
        var taken = 0
    }

    func admit(_ size: Int) {
        var throttles = [messenger.configuration.dispatchThrottle]
        if let type = wire.peerType, let throttle = messenger.configuration.throttles[type] {
            throttles.insert(throttle, at: 0)
        }
        admission = Admission(size: size, throttles: throttles)
        continueAdmission()
    }

    /// Takes room for the next message, or stops reading until there may be some.
    private func continueAdmission() {
        guard var admission, let context else { return }
        while admission.taken < admission.throttles.count {
            let throttle = admission.throttles[admission.taken]
            guard throttle.take(admission.size) || takeLater(throttle, admission.size, context) else {
                self.admission = admission
                return pause(throttle)
            }
            admission.taken += 1
        }
        self.admission = admission
    }

    private func takeLater(
        _ throttle: MessageThrottle, _ size: Int, _ context: ChannelHandlerContext
    ) -> Bool {
        let transport = Transport(self, on: context.channel)
        // Not at once: who gives room back may be anywhere, and inside of anything.
        return throttle.take(size) {
            transport.channel.eventLoop.execute { transport.run { $0.resume() } }
        }
    }

    private func pause(_ throttle: MessageThrottle) {
        guard !isPaused else { return }
        isPaused = true
        messenger.log(1, "\(connection) waits for throttle \(throttle.name)")
        context?.channel.setOption(.autoRead, value: false).whenFailure { _ in }
    }

    private func resume() {
        guard isPaused, !isGone else { return }
        isPaused = false
        continueAdmission()
        guard !isPaused else { return }
        process()
        guard !isPaused, !isGone else { return }
        context?.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }

    /// What the message that was read holds of the throttles.
    func takeReservation() -> MessageReservation {
        defer { admission = nil }
        guard let admission else { return MessageReservation([], 0) }
        return MessageReservation(Array(admission.throttles.prefix(admission.taken)), admission.size)
    }
}
