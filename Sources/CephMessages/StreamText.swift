import CephEncoding

// Containers as C++ streams of Ceph print them (src/include/types.h).

extension CephMap where Key: CustomStringConvertible, Value: CustomStringConvertible {
    /// A std::map: `{a=1,b=2}`.
    var streamText: String { "{" + map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "}" }
}

extension CephSet where Element: CustomStringConvertible {
    /// A std::set: `1,2`.
    var streamText: String { map(\.description).joined(separator: ",") }
}

extension Array where Element: CustomStringConvertible {
    /// A std::vector: `[1,2]`.
    var streamText: String { "[" + map(\.description).joined(separator: ",") + "]" }
}
