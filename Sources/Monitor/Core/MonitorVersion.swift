/// Which Ceph this monitor stands for: what it says of itself wherever it is asked.
public enum MonitorVersion {
    public static let short = "16.2.15"
    public static let commit = "618f440892089921c3e944a991122ddc44e60516"
    public static let release = "pacific"
    public static let releaseType = "stable"
    /// As `ceph --version` has it.
    public static let pretty = "ceph version \(short) (\(commit)) \(release) (\(releaseType))"
}
