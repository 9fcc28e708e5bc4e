import CephEncoding
import CephTypes
import NIOCore

/// Commands for one monitor's own sake.
extension Monitor {
    static let maintenanceCommands: [Command] = [
        .monitor(
            "compact", help: "cause compaction of monitor's leveldb/rocksdb storage", module: "mon",
            permissions: "rw", flags: [.noForward, .hidden]
        ) { monitor, call in
            let began = monitor.environment.monotonicTime
            monitor.environment.compact(prefixes: nil) { error in
                monitor.turn {
                    if let error { return call.reply(CommandError(.input, "\(error)")) }
                    let seconds = (monitor.environment.monotonicTime - began).inSeconds
                    let text = CephNumber.general(seconds)
                    call.reply(CommandReply(text: "compacted leveldb in \(text) seconds\n"))
                }
            }
            return .later
        },
        .monitor(
            "osd last-stat-seq name=id,type=CephOsdName",
            help: "get the last pg stats sequence number"
                + " reported for this osd", module: "osd"
        ) { monitor, call in
            let osd = try call.arguments.requiredInt("id")
            let seq = monitor.digest.lastSeq(osd: Int32(clamping: osd))
            // In another format than plain text Ceph says nothing.
            return .reply(CommandReply(output: call.style == nil ? .streamed("\(seq)") : ByteBuffer()))
        },
    ]
}
