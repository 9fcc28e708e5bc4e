// What a file system may need of its metadata servers (src/mds/MDSMap.h).

extension CompatSet.Feature {
    public static let mdsBase = Self(1, "base v0.20")
    public static let mdsClientRanges = Self(2, "client writeable ranges")
    public static let mdsFileLayout = Self(3, "default file layouts on dirs")
    public static let mdsDirInode = Self(4, "dir inode in separate object")
    public static let mdsEncoding = Self(5, "mds uses versioned encoding")
    public static let mdsOMapDirFrag = Self(6, "dirfrag is stored in omap")
    public static let mdsInline = Self(7, "mds uses inline data")
    public static let mdsNoAnchor = Self(8, "no anchor table")
    public static let mdsFileLayout2 = Self(9, "file layout v2")
    public static let mdsSnapRealm2 = Self(10, "snaprealm v2")
}

extension CompatSet {
    /// Everything that 16.2's metadata server knows; also what one of up to 16.2.4 is taken to know, which
    /// did not say.
    public static let mdsAll = CompatSet(incompat: [
        .mdsBase, .mdsClientRanges, .mdsFileLayout, .mdsDirInode, .mdsEncoding, .mdsOMapDirFrag, .mdsInline,
        .mdsNoAnchor, .mdsFileLayout2, .mdsSnapRealm2,
    ])

    /// What a new file system needs.
    public static let mdsDefault = CompatSet(incompat: [
        .mdsBase, .mdsClientRanges, .mdsFileLayout, .mdsDirInode, .mdsEncoding, .mdsOMapDirFrag,
        .mdsNoAnchor, .mdsFileLayout2, .mdsSnapRealm2,
    ])

    /// What maps of before 0.20 need, which did not say.
    public static let mdsBase = CompatSet(incompat: [.mdsBase])
}
