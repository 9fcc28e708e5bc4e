extension CorpusExceptions {
    static let auth = CorpusExceptions()
}
