/// What OSDs send to a monitor, and what monitors tell of OSDs.
public enum OSDMessages {
    public static let all: [any CephMessage.Type] = [MOSDMap.self]
}
