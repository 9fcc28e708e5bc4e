extension CorpusExceptions {
    static let pgMap = CorpusExceptions()
}
