// swift-tools-version: 6.1
import PackageDescription

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "swift-ceph-mon",
    products: [
        .library(name: "CephEncoding", targets: ["CephEncoding"]),
        .library(name: "CephTypes", targets: ["CephTypes"]),
        .library(name: "MonitorStore", targets: ["MonitorStore"]),
        .executable(name: "monstore-tool", targets: ["monstore-tool"]),
        .executable(name: "swift-ceph-mon", targets: ["swift-ceph-mon"]),
        .executable(name: "monctl", targets: ["monctl"]),
        .executable(name: "monbench", targets: ["monbench"]),
        .executable(name: "monsim", targets: ["monsim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CLevelDB", providers: [.apt(["libleveldb-dev"])]),
        .systemLibrary(name: "CCRC32C", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CSnappy", pkgConfig: "snappy", providers: [.apt(["libsnappy-dev"])]),

        .target(name: "SeededRandom"),
        .target(name: "CephEncoding", dependencies: ["CCRC32C", nio]),
        .target(name: "CephTypes", dependencies: ["CephEncoding"]),
        .target(name: "LevelDBReader", dependencies: ["CCRC32C", "CSnappy"]),
        .target(name: "LevelDBWriter", dependencies: ["CSnappy", "LevelDBReader"]),
        .target(
            name: "MonitorStore",
            dependencies: [
                "CephEncoding", "CephTypes", "CLevelDB", "LevelDBReader", "LevelDBWriter", nio,
            ]),
        .target(
            name: "StoreAnalysis", dependencies: ["CephEncoding", "CephTypes", "MonitorStore", nio]),
        .target(name: "CephMessages", dependencies: ["CephEncoding", "CephTypes", nio]),
        .target(name: "CephAuth", dependencies: ["CephEncoding", "CephTypes", crypto, cryptoExtras, nio]),
        .target(
            name: "Monitor",
            dependencies: [
                "CephAuth", "CephEncoding", "CephMessages", "CephTypes", "MonitorStore", collections, nio,
            ]),
        .target(
            name: "MonitorSimulation",
            dependencies: [
                "CephMessages", "CephTypes", "Monitor", "MonitorStore", "SeededRandom", collections,
            ]),
        .target(
            name: "Messenger",
            dependencies: ["CephAuth", "CephEncoding", "CephMessages", "CephTypes", crypto, nio, nioPosix]),
        .target(
            name: "MonitorDaemon",
            dependencies: [
                "CephAuth", "CephEncoding", "CephMessages", "CephTypes", "Messenger", "Monitor",
                "MonitorStore", collections, nio, nioHTTP1, nioPosix, system,
            ]),
        .executableTarget(
            name: "swift-ceph-mon", dependencies: ["MonitorDaemon"], path: "tools/swift-ceph-mon"),
        .executableTarget(
            name: "monbench",
            dependencies: [
                "CephEncoding", "CephTypes", "Messenger", "Monitor", "MonitorDaemon", "MonitorStore",
                argumentParser, histogram,
            ],
            path: "tools/monbench"),
        .executableTarget(
            name: "monctl",
            dependencies: ["CephTypes", "Messenger", "Monitor", argumentParser, nio, nioPosix, system],
            path: "tools/monctl"),
        .executableTarget(
            name: "monsim", dependencies: ["MonitorSimulation", argumentParser], path: "tools/monsim"),
        .executableTarget(
            name: "monstore-tool",
            dependencies: [
                "CephEncoding", "CephTypes", "LevelDBReader", "Monitor", "MonitorStore", "SeededRandom",
                "StoreAnalysis",
                argumentParser,
            ],
            path: "tools/monstore-tool"),
        .target(name: "CountedMalloc", path: "tools/counted-malloc"),
        .executableTarget(
            name: "monfuzz",
            dependencies: [
                "CephEncoding", "CephTypes", "CountedMalloc", "MonitorStore", "SeededRandom", argumentParser,
                nio,
            ],
            path: "tools/monfuzz"),
        .executableTarget(
            name: "mapbench",
            dependencies: ["CephEncoding", "CephTypes", "SeededRandom", argumentParser, nio],
            path: "tools/mapbench"),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(
            name: "CephEncodingTests", dependencies: ["CephEncoding", "SeededRandom", "TestSupport"]),
        .testTarget(name: "CephTypesTests", dependencies: ["CephTypes", "CephEncoding", "SeededRandom"]),
        .testTarget(name: "LevelDBReaderTests", dependencies: ["LevelDBReader", "CLevelDB", "SeededRandom"]),
        .testTarget(
            name: "MonitorStoreTests",
            dependencies: [
                "MonitorStore", "LevelDBReader", "CephEncoding", "CephTypes", "SeededRandom", "TestSupport",
            ]),
        .testTarget(
            name: "StoreAnalysisTests",
            dependencies: [
                "StoreAnalysis", "MonitorStore", "CephTypes", "CephEncoding", "SeededRandom", "TestSupport",
            ]),
        .testTarget(
            name: "LevelDBWriterTests",
            dependencies: [
                "monstore-tool", "LevelDBWriter", "LevelDBReader", "MonitorStore", "CLevelDB", "SeededRandom",
                "TestSupport",
            ]),
        .testTarget(
            name: "MonstoreToolTests",
            dependencies: ["monstore-tool", "MonitorStore", "CephEncoding", "TestSupport"]),
        .testTarget(
            name: "CephMessagesTests",
            dependencies: ["CephMessages", "CephTypes", "CephEncoding", "SeededRandom", "TestSupport"]),
        .testTarget(
            name: "CephAuthTests",
            dependencies: ["CephAuth", "CephTypes", "CephEncoding", "SeededRandom", "TestSupport"]),
        .testTarget(
            name: "MonitorTests",
            dependencies: [
                "Monitor", "CephAuth", "CephMessages", "CephTypes", "CephEncoding", "MonitorStore",
                "SeededRandom",
                "StoreAnalysis", "TestSupport",
            ]),
        .testTarget(
            name: "MonitorSimulationTests",
            dependencies: ["MonitorSimulation", "Monitor", "MonitorStore", "TestSupport"],
            exclude: ["Scripts"]),
        .testTarget(
            name: "MessengerTests",
            dependencies: [
                "Messenger", "CephAuth", "CephMessages", "CephTypes", "CephEncoding", "SeededRandom",
                "TestSupport",
                nioPosix, nioEmbedded,
            ]),
        .testTarget(
            name: "MonitorDaemonTests",
            dependencies: [
                "CephTypes", "MonitorDaemon", "Monitor", "Messenger", "MonitorStore", "TestSupport",
            ]),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "CephEncoding", "CephTypes", "LevelDBReader", "LevelDBWriter", "MonitorStore",
                "StoreAnalysis", "TestSupport", nio,
            ]),
        .testTarget(
            name: "InteropTests",
            dependencies: [
                "monbench", "monctl", "monstore-tool", "swift-ceph-mon", "Messenger", "CephAuth", "CephTypes",
                "CephEncoding", "MonitorStore", "TestSupport", nioPosix,
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// SwiftPM compiles the plugins of all dependencies with every build, so only tools/docs asks for this one.
if Context.environment["SWIFT_CEPH_MON_DOCS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
