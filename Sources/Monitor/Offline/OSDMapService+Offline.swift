import CephEncoding
import CephTypes

extension OSDMapService {
    /// Brings the blocklist into the order in which the monitor that wrote the store showed it.
    ///
    /// Ceph shows it as its hash table happens to lie in memory, which depends on when its entries came. While
    /// the store still has every epoch, that can be told from the increments; of a longer life it cannot, and
    /// the order is that of a monitor that was started on this store.
    func recallBlocklistOrder() throws {
        guard firstCommitted == 1, !map.blocklist.isEmpty else { return }
        var table = AddressTable()
        for epoch in 1...UInt64(map.epoch) {
            guard let value = try value(epoch) else { return }
            let incremental = try CephDecoder.decode(
                OSDMap.Incremental.self, from: value, named: "osdmap/\(epoch)")
            if incremental.fullMap.readableBytes > 0 {
                table = try OSDMap.decode(from: incremental.fullMap).blocklist
            }
            table.insert(contentsOf: incremental.newBlocklist)
            for address in incremental.oldBlocklist { table.remove(address) }
        }
        if table == map.blocklist { map.blocklist = table }
    }
}
