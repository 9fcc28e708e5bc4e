extension MonMap {
    /// Moves a monitor to another rank; those between move by one. A rank that there is not changes nothing.
    public mutating func setRank(_ rank: Int, of name: String) {
        guard let old = self.rank(of: name), ranks.indices.contains(rank), old != rank else { return }
        ranks.remove(at: old)
        ranks.insert(name, at: rank)
    }
}
