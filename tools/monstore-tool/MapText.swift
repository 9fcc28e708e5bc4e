import CephEncoding
import CephTypes
import NIOCore

/// A map as Ceph's tools show it to people, and as JSON or XML.
struct MapText {
    /// The name that `get` takes: `osdmap`, `crushmap`, `auth`, …
    let name: String
    /// What the store has; for `crushmap` the OSDMap around it.
    let value: ByteBuffer

    func write(_ style: CephFormatter.Style?, to output: inout Output) throws {
        guard let style else {
            // ceph-monstore-tool prints into a stream, which loses the empty lines; a CRUSH map has them
            // here, as from crushtool.
            if name == "crushmap" { return try output.write(text) }
            return try output.write(CephFormatter.streamed(try text.cephBytes))
        }
        // As osdmaptool writes it: JSON without a newline behind it.
        try output.write(CephFormatter.format(record, as: style, named: name))
    }

    private var record: any CephRecord {
        get throws {
            switch name {
            case "osdmap": return try OSDMap.decode(from: value)
            case "crushmap": return try OSDMap.decode(from: value).crush
            default:
                guard let record = try StoredValues.decode(value, prefix: name, key: "1") else {
                    throw ToolError.damaged("\(name): this kind of value has no readable form")
                }
                return record
            }
        }
    }

    /// What ceph-monstore-tool's `get --readable` prints.
    private var text: String {
        get throws {
            switch try record {
            case let map as OSDMap: return map.printed
            case let map as CrushMap: return try map.decompiled()
            case let map as MonMap: return map.description
            case let map as FSMap: return map.description
            case let record: return CephFormatter.format(record, as: .json)
            }
        }
    }
}
