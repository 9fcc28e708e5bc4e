import CephEncoding
import CephTypes
import MonitorStore

/// Every service writes what it finds wrong with its own map beside that map, under `health/NAME`.
extension PaxosService {
    /// What is stored of this service's checks; read once a commit.
    public var storedHealth: HealthCheckMap { monitor.service(HealthService.self).stored(of: name) }

    /// Writes the checks of the state that is being proposed, and tells the cluster log what changes with them
    /// (`PaxosService::encode_health`).
    public func encodeHealth(_ checks: HealthCheckMap, into transaction: inout StoreTransaction) {
        transaction.put(HealthService.prefix, name, CephEncoder.encode(checks))
        monitor.service(HealthService.self).logTransition(to: checks, of: self)
    }
}
