import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// That a value carries out a request: who took the request from its client, and what the answer is.
///
/// In the value, two operations for a key that never stays: the answer is put at `mon_forward/NAME.TID`, and erased. A
/// monitor of Ceph applies both and has no more keys than before. A request that is answered with nothing has only
/// the second.
struct RequestMark {
    /// The name of the monitor that the client talks to.
    let monitor: String
    /// The request's number there.
    let number: UInt64
    var answer: CommandReply?

    private static let prefix = "mon_forward"
    /// A longer answer is not worth carrying through a round for the rare case that its leader dies.
    private static let longestAnswer = 65536

    func append(to transaction: inout StoreTransaction) {
        let key = "\(monitor).\(number)"
        if let answer, !answer.status.isEmpty || answer.output.readableBytes > 0,
            answer.status.utf8.count + answer.output.readableBytes <= Self.longestAnswer
        {
            var encoder = CephEncoder()
            encoder.encode(answer.status)
            encoder.encode(answer.output)
            transaction.put(Self.prefix, key, encoder.buffer)
        }
        transaction.erase(Self.prefix, key)
    }

    /// The marks of one monitor's requests in a value.
    static func all(of monitor: String, in transaction: StoreTransaction) -> [RequestMark] {
        var marks: [RequestMark] = []
        var answer: CommandReply?
        for operation in transaction.operations {
            switch operation {
            case .put(let key, let value) where key.prefix == prefix:
                // Without an answer that can be read, the request is done all the same.
                answer = try? self.answer(in: value)
            case .erase(let key) where key.prefix == prefix:
                defer { answer = nil }
                guard let dot = key.key.lastIndex(of: "."), key.key[..<dot] == monitor,
                    let number = UInt64(key.key[key.key.index(after: dot)...])
                else { continue }
                marks.append(RequestMark(monitor: monitor, number: number, answer: answer))
            default: break
            }
        }
        return marks
    }

    /// Only what succeeded changes something, so that there is no code.
    private static func answer(in value: ByteBuffer) throws -> CommandReply {
        var decoder = CephDecoder(value)
        return CommandReply(status: try decoder.decode("status"), output: try decoder.decode("output"))
    }
}
