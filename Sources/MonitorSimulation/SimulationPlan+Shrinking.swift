extension SimulationPlan {
    /// A plan with as few faults as possible that still breaks an invariant; nil where this one breaks none.
    ///
    /// Takes away halves, then quarters, and so on, as long as what is left still fails.
    public func shrunk() throws -> SimulationPlan? {
        guard try isBroken() else { return nil }
        var best = self
        for (keyPath, value) in [(\SimulationPlan.loss, 0), (\.duplication, 0), (\.reordering, 0)] {
            var simpler = best
            simpler[keyPath: keyPath] = value
            if try simpler.isBroken() { best = simpler }
        }
        var size = max(1, best.events.count / 2)
        while true {
            var start = 0
            while start < best.events.count {
                var smaller = best
                smaller.events.removeSubrange(start..<min(start + size, best.events.count))
                if try smaller.isBroken() { best = smaller } else { start += size }
            }
            guard size > 1 else { return best }
            size /= 2
        }
    }

    private func isBroken() throws -> Bool { try Simulation(self).runPlan() != nil }
}
