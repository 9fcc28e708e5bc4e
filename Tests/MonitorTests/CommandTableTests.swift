import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Monitor

/// The table of commands, beside that of a real monitor of 16.2.15 (`get_command_descriptions`).
@Suite struct CommandTableTests {
    private struct Description: Decodable, Equatable {
        var signature: String
        var help: String
        var module: String
        var permissions: String
        var flags: Int

        private enum Keys: String, CodingKey { case sig, help, module, perm, flags }

        private enum Part: Decodable {
            case word(String)
            case parameter([String: String])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let word = try? container.decode(String.self) {
                    self = .word(word)
                } else {
                    self = .parameter(try container.decode([String: String].self))
                }
            }

            var text: String {
                switch self {
                case .word(let word): word
                case .parameter(let fields):
                    fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
                }
            }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            signature = try container.decode([Part].self, forKey: .sig).map(\.text).joined(separator: " ")
            help = try container.decode(String.self, forKey: .help)
            module = try container.decode(String.self, forKey: .module)
            permissions = try container.decode(String.self, forKey: .perm)
            flags = try container.decode(Int.self, forKey: .flags)
        }
    }

    private func table(_ data: Data) throws -> [String: Description] {
        let all = try JSONDecoder().decode([String: Description].self, from: data).values
        return Dictionary(all.map { ($0.signature, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `every command of the real monitor is there, with its signature, help, module and flags`()
        throws
    {
        let real = try table(Fixtures.data("commands/descriptions.json"))
        let (monitor, _) = try TestEnvironment.newCluster()
        let own = try table(
            Data(try monitor.ask("get_command_descriptions").output.readableBytesView))
        #expect(real.count > 340)
        for (signature, description) in real.sorted(by: { $0.key < $1.key }) {
            #expect(own[signature] == description, "\(signature)")
        }
        for signature in own.keys.sorted() where real[signature] == nil {
            Issue.record("the real monitor has no \(signature)")
        }
    }
}
