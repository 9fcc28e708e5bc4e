extension CorpusExceptions {
    static let crush = CorpusExceptions()
}
