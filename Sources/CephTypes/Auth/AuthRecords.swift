/// The records of this folder.
enum AuthRecords {
    static let all: [any CephRecord.Type] = [
        AuthEntityName.self, CryptoKey.self, EntityAuth.self, ExpiringCryptoKey.self, RotatingSecrets.self,
        KeyServerData.self, KeyServerData.Incremental.self, AuthMonitorIncremental.self, MonCap.self,
        AuthCapsInfo.self, AuthTicket.self, CephXServerChallenge.self, CephXRequestHeader.self,
        CephXResponseHeader.self, CephXTicketBlob.self, CephXAuthenticate.self, CephXChallengeBlob.self,
        CephXServiceTicketRequest.self, CephXServiceTicket.self, CephXServiceTicketInfo.self,
        CephXAuthorizeChallenge.self, CephXAuthorize.self, CephXAuthorizeReply.self,
    ]
}
