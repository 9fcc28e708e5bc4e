extension CorpusExceptions {
    static let auth = CorpusExceptions(
        undecodable: [
            "0.61.4-60-g24c59be/MonCap/0cb988d042a7f28dd5fe2b55b3f5ac7a": bits,
            "0.61.4-60-g24c59be/MonCap/c4103f122d27677c9db144cae1394a66": bits,
        ])

    private static let bits = "of the time when a capability was two bytes of bits; Ceph reads texts alone"
}
