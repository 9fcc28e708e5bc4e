/// What monitors send to each other.
public enum QuorumMessages {
    public static let all: [any CephMessage.Type] = [
        MForward.self, MMonElection.self, MMonGlobalID.self, MMonHealth.self, MMonHealthChecks.self,
        MMonJoin.self, MMonPaxos.self, MMonPing.self, MMonProbe.self, MMonScrub.self, MMonSync.self,
        MRoute.self, MTimeCheck.self, MTimeCheck2.self,
    ]
}
