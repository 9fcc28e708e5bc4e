import CephEncoding
import CephTypes
import NIOCore

/// `entity_inst_t`: a name and an address, as old messages have them.
public typealias EntityInstance = Pair<EntityName, EntityAddress>

extension Pair where First == EntityName, Second == EntityAddress {
    public init() { self.init(EntityName(EntityType(rawValue: 0), 0), EntityAddress()) }
}

extension CephDecoder {
    /// Reads what a message asks for: a number outside of those that there are is damage.
    mutating func operation<T: RawRepresentable>() throws -> T
    where T.RawValue: FixedWidthInteger & CephDecodable {
        let number = try decode("op", as: T.RawValue.self)
        guard let operation = T(rawValue: number) else {
            throw failure("expected an operation of \(T.self), found \(number)").within("op")
        }
        return operation
    }
}

extension CephEncoder {
    /// A monmap that was encoded with all features, in the form that the reader understands. Bytes that are no
    /// monmap stay as they are.
    mutating func monMap(_ bytes: ByteBuffer) {
        let today: CephFeatures = [.monNames, .monEnc, .msgAddr2, .serverNautilus]
        guard bytes.readableBytes > 0, !features.contains(today),
            let map = try? MonMap.decode(from: bytes)
        else {
            encode(bytes)
            return
        }
        encode(map.encoded(features: features))
    }
}

extension CephEncoder {
    /// A vector of addresses, or the one of msgr v1 for a reader from before nautilus.
    mutating func addresses(_ addresses: EntityAddressVector) {
        guard features.contains(.serverNautilus) else {
            encode(addresses.legacy ?? EntityAddress())
            return
        }
        encode(addresses)
    }
}
