import CephEncoding
import CephTypes

// Clients that OSDs do not listen to.

extension OSDMapService {
    static let blocklistCommands: [Command] = [
        .write(
            "osd blocklist name=range,type=CephString,goodchars=[range],req=false"
                + " name=blocklistop,type=CephChoices,strings=add|rm name=addr,type=CephEntityAddr"
                + " name=expire,type=CephFloat,range=0.0,req=false",
            help: "add (optionally until <expire> seconds from now) or remove <addr> from blocklist",
            module: "osd"
        ) { (service: OSDMapService, call) in
            try service.changeBlocklist(call)
        },
        .write(
            "osd blacklist name=blacklistop,type=CephChoices,strings=add|rm name=addr,type=CephEntityAddr"
                + " name=expire,type=CephFloat,range=0.0,req=false",
            help: "add (optionally until <expire> seconds from now) or remove <addr> from blacklist",
            module: "osd", flags: .deprecated
        ) { (service: OSDMapService, call) in
            try service.changeBlocklist(call)
        },
        .write("osd blocklist clear", help: "clear all blocklisted clients", module: "osd") {
            (service: OSDMapService, _) in
            service.clearBlocklist()
        },
        .write(
            "osd blacklist clear", help: "clear all blacklisted clients", module: "osd", flags: .deprecated
        ) { (service: OSDMapService, _) in
            service.clearBlocklist()
        },
    ]

    /// Lets nobody in from an address until a time, in the next epoch.
    /// - Returns: that epoch.
    @discardableResult
    public func blocklist(_ address: EntityAddress, until: UTime) -> UInt32 {
        pending.newBlocklist[blocklistForm(of: address)] = until
        return pending.epoch
    }

    /// The same for all addresses of a client.
    @discardableResult
    public func blocklist(_ addresses: EntityAddressVector, until: UTime) -> UInt32 {
        for address in addresses.addresses { blocklist(address, until: until) }
        return pending.epoch
    }

    private func blocklistForm(of address: EntityAddress) -> EntityAddress {
        address.with(kind: map.requireOSDRelease >= .nautilus ? .any : .legacy)
    }

    private func clearBlocklist() -> CommandOutcome {
        pending.newBlocklist.removeAll()
        pending.oldBlocklist += map.blocklist.map(\.address)
        pending.newRangeBlocklist.removeAll()
        pending.oldRangeBlocklist += map.rangeBlocklist.keys
        return .propose(" removed all blocklist entries")
    }

    private func changeBlocklist(_ call: CommandCall) throws -> CommandOutcome {
        let text = try call.arguments.required("addr")
        let isRange = try call.arguments.string("range") == "range"
        let address = try isRange ? range(text) : single(text)
        let operation =
            try call.arguments.string("blocklistop") ?? call.arguments.string("blacklistop") ?? ""
        switch operation {
        case "add":
            let seconds = try call.arguments.float("expire") ?? settings.blocklistExpiry
            let expires = environment.now.advanced(by: Duration(seconds: seconds))
            if isRange {
                pending.newRangeBlocklist[address] = expires
                pending.oldRangeBlocklist.removeAll { $0 == address }
            } else {
                pending.newBlocklist[address] = expires
                pending.oldBlocklist.removeAll { $0 == address }
            }
            return .propose(
                "blocklisting \(address) until \(expires) (\(CephNumber.general(seconds)) sec)")
        case "rm": return remove(address, isRange: isRange)
        default: throw CommandError.plain(.invalid)
        }
    }

    private func remove(_ address: EntityAddress, isRange: Bool) -> CommandOutcome {
        let isListed = isRange ? map.rangeBlocklist.contains(address) : map.blocklist.contains(address)
        let isPending =
            isRange ? pending.newRangeBlocklist.contains(address) : pending.newBlocklist.contains(address)
        guard isListed || isPending else { return .say("\(address) isn't blocklisted") }
        switch (isListed, isRange) {
        case (true, true): pending.oldRangeBlocklist.append(address)
        case (true, false): pending.oldBlocklist.append(address)
        case (false, true): pending.newRangeBlocklist[address] = nil
        case (false, false): pending.newBlocklist[address] = nil
        }
        return .propose("un-blocklisting \(address)")
    }

    private func single(_ text: String) throws -> EntityAddress {
        guard let address = EntityAddress(text) else {
            throw CommandError(.invalid, "unable to parse address \(text)")
        }
        return blocklistForm(of: address)
    }

    /// `10.0.0.0/8`: the number of bits lies where the nonce is.
    private func range(_ text: String) throws -> EntityAddress {
        guard let slash = text.lastIndex(of: "/"), let bits = UInt32(text[text.index(after: slash)...]),
            let host = EntityAddress(text[..<slash])
        else {
            let shown = EntityAddress(text, defaultKind: .msgr2)?.description ?? text
            throw CommandError(
                .invalid, "You specified a range command, but \(shown) does not parse as a CIDR range")
        }
        guard bits <= UInt32(host.socket.host.count * 8) else {
            throw CommandError(.invalid, "Too many bits in range for that protocol!")
        }
        return EntityAddress(kind: .cidr, nonce: bits, socket: host.socket)
    }
}
