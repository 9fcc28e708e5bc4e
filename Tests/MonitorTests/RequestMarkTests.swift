import CephEncoding
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct RequestMarkTests {
    private func value(_ marks: RequestMark...) -> StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put("osdmap", 5, ByteBuffer(string: "map"))
        for mark in marks { mark.append(to: &transaction) }
        return transaction
    }

    @Test func `a value says what the clients of one monitor are to be told`() throws {
        let answer = CommandReply(status: "created", text: "17\n")
        let change = value(
            RequestMark(monitor: "a.b", number: 1, answer: answer),
            RequestMark(monitor: "c", number: 2, answer: nil),
            RequestMark(monitor: "a.b", number: .max, answer: CommandReply()))
        let read = try CephDecoder.decode(StoreTransaction.self, from: CephEncoder.encode(change))
        let marks = RequestMark.all(of: "a.b", in: read)
        #expect(marks.map(\.number) == [1, .max])
        #expect(marks.map(\.answer) == [answer, nil])
        #expect(RequestMark.all(of: "c", in: read).map(\.number) == [2])
        #expect(RequestMark.all(of: "b", in: read).isEmpty)
    }

    @Test func `nothing of it stays in the store`() throws {
        let change = value(RequestMark(monitor: "a", number: 1, answer: CommandReply(status: "done")))
        let store = MemoryStore()
        try store.apply(change)
        #expect(store.value(of: StoreKey("mon_forward", "a.1")) == nil)
        #expect(store.value(of: StoreKey("osdmap", "5")) != nil)
    }

    @Test func `an answer that is too long or damaged is none, and the request is done all the same`() throws
    {
        let long = CommandReply(text: String(repeating: "x", count: 70_000))
        #expect(
            RequestMark.all(of: "a", in: value(RequestMark(monitor: "a", number: 1, answer: long))).map(
                \.answer)
                == [nil])
        var damaged = StoreTransaction()
        damaged.put("mon_forward", "a.1", ByteBuffer(bytes: [255, 255, 255, 255, 1]))
        damaged.erase("mon_forward", "a.1")
        damaged.erase("mon_forward", "a.2")
        damaged.erase("mon_forward", "a.x")
        damaged.erase("mon_forward", "a")
        #expect(RequestMark.all(of: "a", in: damaged).map(\.number) == [1, 2])
    }

    @Test func `a forward that comes twice is seen, and old ones are forgotten`() {
        var seen = ForwardsSeen()
        let first = [(1, "a"), (1, "b"), (1, "a")].map { seen.insert($0.0, from: $0.1) }
        #expect(first == [true, true, false])
        let others = (2...10_000).map { seen.insert(UInt64($0), from: "a") }
        #expect(!others.contains(false))
        let last = [1, 9_999].map { seen.insert($0, from: "a") }
        #expect(last == [true, false])
    }
}
