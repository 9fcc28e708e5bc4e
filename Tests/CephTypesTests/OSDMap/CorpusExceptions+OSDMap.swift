extension CorpusExceptions {
    static let osdMap = CorpusExceptions()
}
