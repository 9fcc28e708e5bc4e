extension CorpusExceptions {
    static let cluster = CorpusExceptions()
}
