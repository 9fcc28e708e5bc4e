import CephEncoding
import NIOCore

/// What can be cut out of an encoded map without reading all of it.
enum OSDMapParts {
    static func crushMap(of osdMap: ByteBuffer) throws -> ByteBuffer {
        throw ToolError.damaged("crushmap: not yet")
    }
}
