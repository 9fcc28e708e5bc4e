/// What every kind of client, daemons among them, sends to a monitor and gets from it.
public enum ClientMessages {
    public static let all: [any CephMessage.Type] = [
        MAuth.self, MAuthReply.self, MConfig.self, MGetConfig.self, MKVData.self, MLog.self, MLogAck.self,
        MMonCommand.self, MMonCommandAck.self, MMonGetMap.self, MMonGetOSDMap.self, MMonGetVersion.self,
        MMonGetVersionReply.self, MMonMap.self, MMonSubscribe.self, MMonSubscribeAck.self, MPing.self,
        MCommand.self, MCommandReply.self, MGenericMessage.self, MGetPoolStats.self, MGetPoolStatsReply.self,
        MPoolOp.self, MPoolOpReply.self, MStatfs.self, MStatfsReply.self,
    ]
}
