import CephEncoding
import CephTypes
import NIOCore

/// `entity_inst_t`: a name and an address, as old messages have them.
public typealias EntityInstance = Pair<EntityName, EntityAddress>

extension Pair where First == EntityName, Second == EntityAddress {
    public init() { self.init(EntityName(EntityType(rawValue: 0), 0), EntityAddress()) }
}

extension CephDecoder {
    /// Refuses a form of which nothing is left that could be spoken with: Ceph itself would misread it.
    func require(_ version: UInt16, atLeast oldest: UInt16) throws {
        guard version >= oldest else {
            throw failure("version \(version) is older than any that can be understood, which is \(oldest)")
        }
    }

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
    /// A monmap that was encoded with all features; encoded anew for a reader without `enough`. Bytes that
    /// are no monmap stay as they are.
    mutating func monMap(_ bytes: ByteBuffer, unless enough: CephFeatures = [.monEnc, .msgAddr2]) {
        guard bytes.readableBytes > 0, !features.contains(enough), let map = try? MonMap.decode(from: bytes)
        else {
            encode(bytes)
            return
        }
        encode(map.encoded(features: features))
    }

    /// Appends a record that has a form of 14.2, for stores of 14.2: messages have 16.2's form of it for
    /// 14.2, too.
    mutating func encodeAsPacific(_ value: some CephEncodable) {
        let given = features
        if given.areNautilus { features.formUnion(.serverOctopus) }
        encode(value)
        features = given
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
