import CephTypes
import NIOCore
import Testing

@testable import Monitor

@Suite struct CrushCommandTests {
    /// A session of some 340 commands, with the CRUSH map's dump between them.
    @Test func `commands answer as a real monitor's, and make the same CRUSH maps`() throws {
        let (monitor, _) = try RecordedAnswers.newMonitor()
        for answer in try RecordedAnswers("crush").answers {
            guard answer.command.contains("osd getcrushmap") else {
                try RecordedAnswers([answer]).replay(on: monitor)
                continue
            }
            let reply = try monitor.ask(json: answer.command)
            #expect(reply.status == answer.status)
            #expect(
                reply.output == ByteBuffer(bytes: answer.output.unicodeScalars.map { UInt8($0.value) }))
        }
    }
}
