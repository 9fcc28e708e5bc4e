extension CorpusExceptions {
    private static let time = "14.2 prints times with a blank and without a zone"
    private static let noAddress = "14.2 prints no address as a colon, 16.2 by its family"
    private static let minimumClient = "16.2 lists required_client_features instead"
    private static let beforeCompat =
        "16.2.0 has no compat set for each metadata server, 16.2.5 and later have"
    private static let beforeNames = "16.2.0 does not name the manager's clients, 16.2.15 does"

    private static let written = "16.2.0-90-g50f1821b4c"

    private static func objects(_ type: String, _ names: [String], _ reason: String) -> [(String, String)] {
        names.map { ("\(written)/\(type)/\($0)", reason) }
    }

    static let cluster = CorpusExceptions(
        notReencoded: Dictionary(
            uniqueKeysWithValues: objects(
                "FSMap", ["4ce722c2ec9a26c8e7ef219788d4fb94", "8fd781be627d1ca248b09f390ddf8f6c"],
                beforeCompat)
                + objects("Filesystem", ["6d1fff213931a77f171ddd239c416ee0"], beforeCompat)
                + objects(
                    "MDSMap::mds_info_t",
                    ["727ad1b8d873f95e10e66b68b4ec650e", "7769b5ff8be433db43ff1310487991b6"],
                    beforeCompat)
                + objects(
                    "MgrMap",
                    [
                        "7713bc0e8f426fa7287466464652aea6", "abde7259b4f049e7d2a237ecbdd53e80",
                        "bd4745352eaa672bcb2e4308856e1eaa", "e3cf8be4cd9a165a7500c6993fb3402e",
                        "f43e82a26f6ed28b4399b8b74b25b654",
                    ], beforeNames)),
        renamed: [
            "MonMap": [
                ".created is ": time, ".modified is ": time, "is (unrecognized address family 0)": noAddress,
            ],
            "FSMap": [
                ".created is ": time, ".modified is ": time, ".min_compat_client is missing": minimumClient,
            ],
            "MDSMap": [".min_compat_client is missing": minimumClient],
            "MDSMap::mds_info_t": ["is (unrecognized address family 0)": noAddress],
            "MgrMap": [
                ".active_change is ": time, "is (unrecognized address family 0)": noAddress,
                ".always_on_modules.unknown is missing": "14.2 has no name for octopus and later releases",
            ],
            "ServiceMap": [
                ".modified is ": time, ".start_stamp is ": time,
                "is (unrecognized address family 0)": noAddress,
            ],
        ])
}
