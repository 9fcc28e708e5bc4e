import CephEncoding
import CephMessages
import CephTypes

/// What connections tell of the other monitors, sooner than timers would.
extension Monitor {
    /// The connection to or from another monitor broke.
    public func peerReset(_ addresses: EntityAddressVector) {
        guard state != .shutdown else { return }
    }
}
