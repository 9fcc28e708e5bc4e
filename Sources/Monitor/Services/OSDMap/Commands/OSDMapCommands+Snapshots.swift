import CephEncoding
import CephTypes

extension OSDMapService {
    static let snapshotCommands: [Command] = [
        .write(
            "osd pool mksnap name=pool,type=CephPoolname name=snap,type=CephString",
            help: "make snapshot <snap> in <pool>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.makeSnapshot(call)
        },
        .write(
            "osd pool rmsnap name=pool,type=CephPoolname name=snap,type=CephString",
            help: "remove snapshot <snap> from <pool>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.removeSnapshot(call)
        },
    ]

    private func makeSnapshot(_ call: CommandCall) throws -> CommandOutcome {
        let (number, pool, name) = try pool(call)
        let snapshot = try call.arguments.required("snap")
        if pool.isUnmanagedSnapsMode {
            throw CommandError(.invalid, "pool \(name) is in unmanaged snaps mode")
        }
        if pool.snapshot(named: snapshot) != nil {
            return .say("pool \(name) snap \(snapshot) already exists")
        }
        if pool.isTier { throw CommandError(.invalid, "pool \(name) is a cache tier") }
        if isUsedByFileSystem(number) {
            throw CommandError(
                .notSupported,
                "pool-level snapshots have been disabled for pools attached to an fs - poolid:\(number)")
        }
        if pending.pool(number, in: map)?.snapshot(named: snapshot) != nil {
            return .propose("pool \(name) snap \(snapshot) already exists")
        }
        let (stamp, epoch) = (environment.now, pending.epoch)
        withPendingPool(number) {
            $0.addSnapshot(snapshot, stamp: stamp)
            $0.snapEpoch = epoch
        }
        return .propose("created pool \(name) snap \(snapshot)")
    }

    private func removeSnapshot(_ call: CommandCall) throws -> CommandOutcome {
        let (number, pool, name) = try pool(call)
        let snapshot = try call.arguments.required("snap")
        if pool.isUnmanagedSnapsMode {
            throw CommandError(.invalid, "pool \(name) is in unmanaged snaps mode")
        }
        guard pool.snapshot(named: snapshot) != nil else {
            return .say("pool \(name) snap \(snapshot) does not exist")
        }
        guard let snap = pending.pool(number, in: map)?.snapshot(named: snapshot) else {
            return .propose("already removed pool \(name) snap \(snapshot)")
        }
        let epoch = pending.epoch
        withPendingPool(number) {
            $0.removeSnapshot(snap)
            $0.snapEpoch = epoch
        }
        return .propose("removed pool \(name) snap \(snapshot)")
    }
}
