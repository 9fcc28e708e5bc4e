import CephEncoding

/// `osd_stat_t::Interfaces`: round trips of heartbeats to one peer over both of an OSD's networks, in
/// microseconds. Back is the cluster's network, front the public one.
public struct PingTimes: Hashable, Sendable {
    /// Of the last 1, 5 and 15 minutes.
    public struct Periods: Hashable, Sendable {
        public var one: UInt32 = 0
        public var five: UInt32 = 0
        public var fifteen: UInt32 = 0

        public init(one: UInt32 = 0, five: UInt32 = 0, fifteen: UInt32 = 0) {
            self.one = one
            self.five = five
            self.fifteen = fifteen
        }

        public var longest: UInt32 { max(one, five, fifteen) }
    }

    public struct Interface: Hashable, Sendable {
        public var average = Periods()
        public var least = Periods()
        public var most = Periods()
        public var last: UInt32 = 0

        public init() {}
    }

    /// Seconds since 1970.
    public var lastUpdate: UInt32 = 0
    public var back = Interface()
    public var front = Interface()

    public init() {}
}

extension PingTimes.Periods: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        one = try decoder.integer()
        five = try decoder.integer()
        fifteen = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(one)
        encoder.integer(five)
        encoder.integer(fifteen)
    }
}

extension PingTimes.Interface: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        average = try decoder.decode("pingtime")
        least = try decoder.decode("min")
        most = try decoder.decode("max")
        last = try decoder.decode("last")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(average)
        encoder.encode(least)
        encoder.encode(most)
        encoder.integer(last)
    }
}

extension PingTimes: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        lastUpdate = try decoder.decode("last_update")
        back = try decoder.decode("back")
        front = try decoder.decode("front")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(lastUpdate)
        encoder.encode(back)
        encoder.encode(front)
    }
}

extension PingTimes.Periods: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.float("1min", Double(one) / 1000)
        formatter.float("5min", Double(five) / 1000)
        formatter.float("15min", Double(fifteen) / 1000)
    }
}

extension PingTimes {
    /// `dump_ping_time`: times in milliseconds; the front network only if it was measured.
    func dump(_ osd: Int32, to formatter: inout CephFormatter) {
        formatter.int("osd", osd)
        formatter.string("last update", UTime(seconds: lastUpdate).asctime)
        formatter.array("interfaces") { list in
            list.object("interface") { back.dump("back", to: &$0) }
            if front.average.one != 0 { list.object("interface") { front.dump("front", to: &$0) } }
        }
    }
}

extension PingTimes.Interface {
    fileprivate func dump(_ name: String, to formatter: inout CephFormatter) {
        formatter.string("interface", name)
        formatter.dump("average", average)
        formatter.dump("min", least)
        formatter.dump("max", most)
        formatter.float("last", Double(last) / 1000)
    }
}
