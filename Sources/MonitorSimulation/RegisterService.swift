import CephEncoding
import CephTypes
import Monitor
import MonitorStore
import NIOCore

/// A service that exists only in simulations: registers that clients read and write. Every write's text is one of
/// its kind, and its versions say which writes they carry out, so that what a client saw can be judged.
final class RegisterService: PaxosService {
    static let prefix = "sim"
    private var pending: [(register: String, text: String)] = []

    override class var commands: [Command] { registerCommands }

    override func createInitial() throws { pending = [] }
    override func createPending() throws { pending = [] }

    override func encodePending(into transaction: inout StoreTransaction) throws {
        guard !pending.isEmpty || lastCommitted == 0 else { return }
        let version = lastCommitted + 1
        let log = pending.map { "\($0.register)=\($0.text)\n" }.joined()
        put(version, ByteBuffer(string: log), into: &transaction)
        for (register, text) in pending {
            transaction.put(name, "register_\(register)", ByteBuffer(string: text))
        }
        putLastCommitted(version, into: &transaction)
    }

    override func trimTarget() throws -> UInt64 { lastCommitted > 20 ? lastCommitted - 20 : 0 }
    override func shouldStashFull() -> Bool { false }
    override func proposalDelay() -> Duration? { .zero }

    fileprivate func set(_ register: String, to text: String) { pending.append((register, text)) }

    fileprivate func answer(_ register: String) throws -> String {
        let text = try value("register_\(register)").map { String(buffer: $0) } ?? ""
        return "\(lastCommitted) \(text)"
    }
}

extension RegisterService {
    private static let registerCommands: [Command] = [
        .read("sim get name=register,type=CephString", help: "read a register", module: "mon") {
            (service: RegisterService, call) in
            CommandReply(text: try service.answer(try call.arguments.string("register") ?? ""))
        },
        .write(
            "sim set name=register,type=CephString name=text,type=CephString", help: "write a register",
            module: "mon"
        ) { (service: RegisterService, call) in
            let register = try call.arguments.string("register") ?? ""
            let text = try call.arguments.string("text") ?? ""
            service.set(register, to: text)
            return .propose(CommandReply(text: "\(register)=\(text)"), now: true)
        },
    ]
}
