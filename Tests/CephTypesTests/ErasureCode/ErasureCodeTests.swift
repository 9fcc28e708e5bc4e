import CephEncoding
import CephTypes
import Testing

/// What Ceph 16.2.15's monitor made of these profiles.
@Suite struct ErasureCodeTests {
    private func profile(_ text: String) -> CephMap<String, String> {
        CephMap(
            text.split(separator: " ").map { item in
                let parts = item.split(separator: "=", omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1]))
            })
    }

    @Test(arguments: [
        (
            "plugin=jerasure technique=reed_sol_van k=3 m=2",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,"
                + "jerasure-per-chunk-alignment=false,k=3,m=2,plugin=jerasure,technique=reed_sol_van,w=8}", 5,
            12288
        ),
        (
            "plugin=isa k=3 m=2",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,k=3,m=2,plugin=isa,"
                + "technique=reed_sol_van}", 5, 12288
        ),
        (
            "plugin=shec",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,plugin=shec,"
                + "technique=multiple}", 7, 16384
        ),
        (
            "plugin=lrc k=4 m=2 l=3",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,k=4,l=3,m=2,plugin=lrc}", 8,
            16384
        ),
        (
            "plugin=clay k=4 m=2",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,d=5,k=4,m=2,plugin=clay}", 6,
            16384
        ),
        (
            "plugin=jerasure technique=cauchy_good k=2 m=2",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,"
                + "jerasure-per-chunk-alignment=false,k=2,m=2,packetsize=2048,plugin=jerasure,"
                + "technique=cauchy_good,w=8}", 4, 131_072
        ),
        (
            "plugin=jerasure technique=liberation k=2 m=2 w=7 packetsize=8",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,k=2,m=2,packetsize=8,"
                + "plugin=jerasure,technique=liberation,w=7}", 4, 8512
        ),
        (
            "plugin=jerasure technique=blaum_roth k=2 m=2 w=6",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,k=2,m=2,packetsize=2048,"
                + "plugin=jerasure,technique=blaum_roth,w=6}", 4, 98304
        ),
        (
            "plugin=jerasure technique=liber8tion k=2 m=2",
            "{crush-device-class=,crush-failure-domain=host,crush-root=default,k=2,m=2,packetsize=2048,"
                + "plugin=jerasure,technique=liber8tion,w=8}", 4, 131_072
        ),
    ])
    func `Profiles are completed as the plug-ins do`(
        _ given: String, _ completed: String, _ chunks: Int, _ stripeWidth: Int
    ) throws {
        let code = try ErasureCode(profile: profile(given))
        #expect(code.profile.inBraces == completed)
        #expect(code.chunks == chunks)
        #expect(code.dataChunks * code.chunkSize(stripeWidth: 4096 * code.dataChunks) == stripeWidth)
        #expect(try ErasureCode(profile: code.profile).profile == code.profile)
    }

    @Test(arguments: [
        (
            "plugin=jerasure technique=foo", 2,
            "technique=foo is not a valid coding technique.  Choose one of the following: reed_sol_van, "
                + "reed_sol_r6_op, cauchy_orig, cauchy_good, liberation, blaum_roth, liber8tion"
        ),
        (
            "plugin=jerasure technique=reed_sol_van k=x", 22,
            "could not convert k=x to int because Expected option value to be integer, got 'x', set to default 7"
        ),
        ("plugin=jerasure technique=reed_sol_van k=1 m=2", 22, "k=1 must be >= 2"),
        ("plugin=jerasure technique=reed_sol_van k=2 m=0", 22, "m=0 must be >= 1"),
        (
            "plugin=jerasure technique=reed_sol_van k=2 m=2 w=9", 22,
            "ReedSolomonVandermonde: w=9 must be one of {8, 16, 32} : revert to 8"
        ),
        (
            "plugin=jerasure technique=reed_sol_van k=3 m=1 mapping=_DDD", 22,
            "mapping _DDD maps 8 chunks instead of the expected 4 and will be ignored"
        ),
        (
            "plugin=isa k=7 m=4 technique=zz", 2,
            "technique=zz is not a valid coding technique.  Choose one of the following: reed_sol_van,cauchy"
        ),
        (
            "plugin=isa k=22 m=4", 22,
            "Vandermonde: k=22 should be less than 22 to guarantee an MDS codec with m=4: revert to k=21"
        ),
        ("plugin=shec k=4", 22, ""),
        ("plugin=clay d=9", 22, "value of d 9 must be within [ 4,5]"),
        (
            "plugin=clay scalar_mds=zz", 22,
            "scalar_mds is not currently supported, use one of 'jerasure', 'isa', 'shec'"
        ),
        (
            "plugin=lrc k=4 m=2 l=5", 4114,
            "k + m must be a multiple of l in {k=4,l=5,m=2,plugin=lrc}"
        ),
        (
            "plugin=foo", 5,
            "load dlopen(/usr/lib/x86_64-linux-gnu/ceph/erasure-code/libec_foo.so): "
                + "/usr/lib/x86_64-linux-gnu/ceph/erasure-code/libec_foo.so: cannot open shared object file: "
                + "No such file or directory"
        ),
    ])
    func `Profiles that make no code are refused in Ceph's words`(
        _ given: String, _ errno: Int32, _ words: String
    ) throws {
        let error = #expect(throws: ErasureCodeError.self) { try ErasureCode(profile: profile(given)) }
        #expect(error?.errno == errno)
        #expect(error?.description == words)
    }

    @Test(arguments: ["k=999999999999 m=9223372036854775807", "k=-2 m=2", "k=4 m=9223372036854775807"])
    func `Hostile numbers are refused`(_ numbers: String) {
        for plugin in [
            "jerasure technique=reed_sol_van", "jerasure technique=liberation", "isa", "clay", "lrc l=3",
        ] {
            #expect(throws: ErasureCodeError.self) {
                try ErasureCode(profile: profile("plugin=\(plugin) w=-8 d=-1 packetsize=-4 \(numbers)"))
            }
        }
    }
}
