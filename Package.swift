// swift-tools-version: 6.1
import PackageDescription

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "swift-ceph-mon",
    products: [
        .library(name: "CephEncoding", targets: ["CephEncoding"]),
        .library(name: "CephTypes", targets: ["CephTypes"]),
        .library(name: "MonitorStore", targets: ["MonitorStore"]),
        .executable(name: "monstore-tool", targets: ["monstore-tool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "CLevelDB", providers: [.apt(["libleveldb-dev"])]),
        .systemLibrary(name: "CCRC32C", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"])]),

        .target(name: "CephEncoding", dependencies: ["CCRC32C", nio]),
        .target(name: "CephTypes", dependencies: ["CephEncoding"]),
        .target(name: "LevelDBReader", dependencies: ["CCRC32C", "CSnappy"]),
        .target(name: "LevelDBWriter", dependencies: ["CSnappy", "LevelDBReader"]),
        .target(
            name: "MonitorStore",
            dependencies: [
                "CephEncoding", "CephTypes", "CLevelDB", "LevelDBReader", "LevelDBWriter", nio,
            ]),
        .executableTarget(
            name: "monstore-tool",
            dependencies: ["CephEncoding", "CephTypes", "LevelDBReader", "MonitorStore", argumentParser],
            path: "tools/monstore-tool"),

        .testTarget(name: "CephEncodingTests", dependencies: ["CephEncoding"]),
        .testTarget(name: "CephTypesTests", dependencies: ["CephTypes", "CephEncoding"]),
        .testTarget(name: "LevelDBReaderTests", dependencies: ["LevelDBReader", "CLevelDB"]),
        .testTarget(
            name: "MonitorStoreTests", dependencies: ["MonitorStore", "CephEncoding"]),
    ],
    swiftLanguageModes: [.v6]
)
