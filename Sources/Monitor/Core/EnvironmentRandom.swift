/// The environment's random bytes for whom a generator is wanted.
struct EnvironmentRandom: RandomNumberGenerator {
    private let environment: any Environment

    init(_ environment: any Environment) { self.environment = environment }

    func next() -> UInt64 {
        environment.randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
