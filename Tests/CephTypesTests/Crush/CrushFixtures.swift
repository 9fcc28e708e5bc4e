import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// Maps of real clusters in Tests/Fixtures/crush: `.bin`, and what crushtool 16.2.15 says of them: `.json`
/// (`--dump`), `.txt` (`-d`) and `.mappings` (`--test --show-mappings`, three replicas).
enum CrushFixtures {
    static let names = ["pacific-rich", "pacific-quorum"]

    static func data(_ file: String) throws -> Data {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Data(contentsOf: tests.appendingPathComponent("Fixtures/crush/\(file)"))
    }

    static func text(_ file: String) throws -> String { String(decoding: try data(file), as: UTF8.self) }

    static func bytes(_ name: String) throws -> ByteBuffer { ByteBuffer(bytes: try data("\(name).bin")) }

    static func map(_ name: String) throws -> CrushMap { try CrushMap.decode(from: try bytes(name)) }
}

extension CrushMap {
    /// What `crushtool --test --show-mappings` prints.
    /// - Parameter reweights: devices that do not have the full weight.
    func testMappings(inputs: Range<Int32>, replicas: Int, reweights: [Int: UInt32] = [:]) -> String {
        let mapper = CrushMapper(self)
        let workspace = CrushWorkspace()
        let present = Set(existingBuckets.flatMap(\.items))
        var weights = (0..<max(0, maxDevices)).map { present.contains($0) ? UInt32(0x10000) : 0 }
        for (device, weight) in reweights where weights.indices.contains(device) { weights[device] = weight }
        var output = ""
        for number in rules.indices where rule(number) != nil {
            for x in inputs {
                let items = mapper.map(
                    rule: number, x: x, resultMax: replicas, weights: weights,
                    arguments: mapper.arguments(forPool: 0), workspace: workspace)
                output += "CRUSH rule \(number) x \(x) [\(items.map(String.init).joined(separator: ","))]\n"
            }
        }
        return output
    }
}

/// The first line in which two texts differ.
func firstDifference(_ expected: String, _ found: String) -> String? {
    guard expected != found else { return nil }
    let (left, right) = (expected.split(separator: "\n"), found.split(separator: "\n"))
    for (number, (one, two)) in zip(left, right).enumerated() where one != two {
        return "line \(number + 1): expected '\(one)', found '\(two)'"
    }
    return "\(left.count) lines expected, \(right.count) found"
}
