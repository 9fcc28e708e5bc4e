extension CorpusExceptions {
    static let log = CorpusExceptions()
}
