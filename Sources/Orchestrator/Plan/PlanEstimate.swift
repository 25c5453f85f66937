/// What a job would cost, without asking anything: `--dry-run`.
public struct PlanEstimate: Sendable, Hashable {
    /// Units that would be asked for; series only.
    public var units = 0
    /// Of these, the ones that are in their turn read whole, where the last sessions would have done.
    public var wholeUnits = 0
    /// Lists that would be read.
    public var lists = 0
    /// False when a list that was never read decides which units there are; `units` is then the provider's usual number.
    public var isUniverseKnown = true
    public var requests = 0
    /// Of answers before compression, roughly.
    public var bytes = 0
    /// No run can be quicker at the upstreams' pace.
    public var leastSeconds = 0.0

    /// What is asked for and can be followed in part only, a sentence each.
    public var notes: [String] = []

    public init() {}
}
