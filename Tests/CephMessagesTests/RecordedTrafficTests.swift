import CephEncoding
import CephMessages
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

/// Messages that programs of Ceph 16.2.15 sent each other, `TYPE/FILE`; what Ceph prints of each
/// (`printed.txt`); and the forms in which it writes them for older peers where that is another
/// (`older/RELEASE/TYPE/FILE`).
/// `MESSAGE_RECORDINGS` names a folder with more of them than the fixtures.
@Suite struct RecordedTrafficTests {
    static let root =
        ProcessInfo.processInfo.environment["MESSAGE_RECORDINGS"] ?? "\(Fixtures.folder)/messages"

    /// The feature bits of older programs.
    static let releases: [String: CephFeatures] = [
        "nautilus": .nautilus,
        "mimic": CephFeatures(rawValue: 0x3ffd_dff8_ffa4_fffb),
        "jewel": CephFeatures(rawValue: 0x07fd_dff8_ee84_bffb),
        "kernel": CephFeatures(rawValue: 0x0001_06b8_4a84_2a42),
        "argonaut": CephFeatures(rawValue: 0x01ff_dfff),
        "oldest": CephFeatures(rawValue: 0x240),
    ]

    /// Every message of the folder, by its path within it.
    static func messages(in folder: String = "recorded") throws -> [(path: String, message: FramedMessage)] {
        try files(in: "\(root)/\(folder)").flatMap { type in
            try files(in: "\(root)/\(folder)/\(type)").map { file in
                ("\(type)/\(file)", try FramedMessage(ByteBuffer(file: "\(root)/\(folder)/\(type)/\(file)")))
            }
        }
    }

    @Test func `Messages are read to their last byte`() throws {
        for (path, framed) in try Self.messages() {
            #expect(throws: Never.self, "\(path)") { _ = try framed.decode() }
            #expect(try framed.bytesLeftBehind() == 0, "\(path)")
        }
    }

    @Test func `Messages are written as they were`() throws {
        for (path, framed) in try Self.messages() {
            let message = try framed.decode()
            let (front, version) = message.encodedPayload()
            #expect(front == framed.front, "\(path): \(message)")
            #expect(version == framed.versions, "\(path)")
            #expect(message.data == framed.data, "\(path)")
        }
    }

    @Test func `Messages are printed as Ceph prints them`() throws {
        let printed = try PrintedTexts("\(Self.root)/printed.txt")
        for (path, framed) in try Self.messages() {
            let embedded = EmbeddedMessage(try framed.envelope())
            let expected = try #require(printed[path], "\(path)")
            let text = "\(embedded)".replacingOccurrences(of: "\n", with: " ")
            #expect(text == expected, "\(path)")
        }
    }

    @Test(arguments: releases.keys.sorted())
    func `Older peers get the form that Ceph gives them`(_ release: String) throws {
        let features = try #require(Self.releases[release])
        for (path, framed) in try Self.messages() {
            let message = try framed.decode()
            // Ceph was asked for those in MRoute as they had come, which it does not do on the wire.
            guard !(message is MRoute) else { continue }
            let older = "\(Self.root)/older/\(release)/\(path)"
            let expected =
                FileManager.default.fileExists(atPath: older)
                ? try FramedMessage(ByteBuffer(file: older)) : framed
            let (front, version) = message.encodedPayload(features: features)
            #expect(front == expected.front, "\(path): \(message)")
            #expect(version == expected.versions, "\(path)")
        }
    }
}
