import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import SeededRandom
import TestSupport
import Testing

@Suite struct StoreTransactionTests {
    /// As `ceph-dencoder` makes it: one operation of each kind (object corpus, 16.2).
    private var sample: StoreTransaction {
        var transaction = StoreTransaction()
        transaction.put("prefix", "key", ByteBuffer(string: "value"))
        transaction.erase("prefix2", "key2")
        transaction.eraseRange("prefix3", from: "key3", to: "key4")
        transaction.compact("prefix3")
        transaction.compact("prefix4", from: "from", to: "to")
        return transaction
    }

    @Test func `A transaction has Ceph's bytes and counters`() throws {
        let bytes = sample.encoded()
        #expect(bytes.readableBytes == 0xc3 + 6)
        #expect(sample.byteCount == 135)
        #expect(sample.keyCount == 3)
        #expect(try StoreTransaction.decode(from: bytes) == sample)
    }

    @Test func `A dump is Ceph's`() {
        let text = CephFormatter.format(sample, as: .json)
        #expect(
            text
                == #"{"ops":[{"op_num":0,"type":"PUT","prefix":"prefix","key":"key","length":5},"#
                + #"{"op_num":1,"type":"ERASE","prefix":"prefix2","key":"key2"},"#
                + #"{"op_num":2,"type":"ERASE_RANGE","prefix":"prefix3","start":"key3","end":"key4"},"#
                + #"{"op_num":3,"type":"COMPACT","prefix":"prefix3","start":"","end":""},"#
                + #"{"op_num":4,"type":"COMPACT","prefix":"prefix4","start":"from","end":"to"}],"#
                + #""num_keys":3,"num_bytes":135}"#)
    }

    @Test func `An unknown operation is refused by number`() {
        var bytes = CephEncoder.encode(StoreTransaction.Operation.erase(StoreKey("a", "b")))
        bytes.setInteger(UInt8(9), at: bytes.readerIndex + 6)
        let error = #expect(throws: CephDecodingError.self) {
            try StoreTransaction.Operation.decode(from: bytes)
        }
        #expect(error?.reason == "expected an operation of type 1 to 4, found 9")
    }

    @Test func `Damaged transactions give an error or a value`() {
        let whole = sample.encoded().byteArray
        var random = SeededRandom(seed: 3)
        for _ in 0..<30_000 {
            _ = try? StoreTransaction.decode(from: ByteBuffer(bytes: random.damage(whole)))
        }
        for end in 0..<whole.count {
            #expect(throws: CephDecodingError.self) {
                try StoreTransaction.decode(from: ByteBuffer(bytes: whole[..<end]))
            }
        }
    }
}

@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS"] != nil, "CEPH_OBJECT_CORPUS is not set")
)
struct StoreTransactionCorpusTests {
    @Test(arguments: [StoreTransaction.self, StoreTransaction.Operation.self] as [any CephRecord.Type])
    func `Every object decodes, and those of 16.2 re-encode to the same bytes`(_ type: any CephRecord.Type)
        throws
    {
        let root = try #require(ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS"])
        var count = 0
        for version in try FileManager.default.contentsOfDirectory(atPath: "\(root)/archive") {
            let folder = "\(root)/archive/\(version)/objects/\(type.cephTypeName)"
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                let bytes = ByteBuffer(
                    bytes: try #require(FileManager.default.contents(atPath: "\(folder)/\(name)")))
                let record = try type.decode(from: bytes)
                if version.hasPrefix("16.2") { #expect(record.encoded() == bytes, "\(version)/\(name)") }
                count += 1
            }
        }
        #expect(count > 4)
    }
}
