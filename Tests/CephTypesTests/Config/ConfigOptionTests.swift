import CephEncoding
import CephTypes
import Foundation
import Testing

/// What Ceph 16.2.15's monitor answered, in `Tests/Fixtures/config`: `help-hashes.txt` has of every option, in
/// the order of `config ls`, its name and the hashes of `config help -f json` and `config help`;
/// `values.json` has what `config set` made of values.
enum ConfigFixtures {
    static func text(_ name: String, _ file: String = #filePath) throws -> String {
        let tests = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(
            contentsOf: tests.appendingPathComponent("Fixtures/config/\(name)"), encoding: .utf8)
    }

    /// FNV-1a with 64 bits.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    static func json(_ option: ConfigOption) -> String {
        CephFormatter.format(option, as: .json, named: "option")
    }

    struct Value: Decodable {
        let option: String
        let text: String
        let code: Int32
        let answer: String

        init(from decoder: any Decoder) throws {
            var fields = try decoder.unkeyedContainer()
            option = try fields.decode(String.self)
            text = try fields.decode(String.self)
            code = try fields.decode(Int32.self)
            answer = try fields.decode(String.self)
        }
    }
}

struct ConfigOptionTests {
    @Test func `config help tells of every option what Ceph tells`() throws {
        let lines = try ConfigFixtures.text("help-hashes.txt").split(separator: "\n")
        #expect(lines.count == 1808 && ConfigOptionTable.count == 1808)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let option = try #require(ConfigOptionTable.option(named: words[0]))
            let hashes = [ConfigFixtures.json(option), option.help].map(ConfigFixtures.hash)
            #expect(
                hashes == words.dropFirst().compactMap { UInt64($0, radix: 16) },
                "\(ConfigFixtures.json(option))\n\(option.help)")
        }
        let names = lines.map { String($0.prefix { $0 != " " }) }
        #expect(ConfigOptionTable.listedNames == Array(names.prefix(1744)))
    }

    @Test(arguments: ["mon_lease", "log_max_recent", "rgw_crypt_vault_auth", "debug_mon"])
    func `config help is Ceph's, byte for byte`(_ name: String) throws {
        let option = try #require(ConfigOptionTable.option(named: name))
        #expect(try ConfigFixtures.json(option) == ConfigFixtures.text("help-\(name).json"))
        #expect(try option.help == ConfigFixtures.text("help-\(name).txt"))
    }

    @Test func `Values are taken, changed and refused as Ceph does`() throws {
        let values = try JSONDecoder().decode(
            [ConfigFixtures.Value].self, from: Data(ConfigFixtures.text("values.json").utf8))
        #expect(values.count > 4000)
        for value in values {
            let option = try #require(ConfigOptionTable.option(named: value.option))
            switch option.validate(value.text) {
            case .success(let text):
                #expect(value.code == 0 && value.answer == text, "\(value) became \(text)")
            case .failure(let error):
                #expect(
                    value.code == error.code && value.answer == error.description,
                    "\(value) was refused: \(error)")
            }
        }
    }

    @Test func `Every default but those in milliseconds is a value that the option takes`() {
        for option in ConfigOptionTable.sorted where option.type != .millisecs && option.type != .addrvec {
            // No text stands for an unset choice.
            if option.defaultValue == .string(""), !option.allowedValues.isEmpty { continue }
            // 16.2 declares this one with a bound that no value meets.
            if option.name == "rgw_rados_pool_recovery_priority" { continue }
            for value in [option.defaultValue, option.daemonDefault].compactMap(\.self) {
                #expect(throws: Never.self, "\(option.name)") { try option.parse(value.description) }
            }
        }
    }
}
