public import PluginKit

/// What the new subjects of a run will cost.
public struct FollowingEstimate: Sendable, Hashable {
    public let provider: String
    public let noun: ProviderManifest.Noun
    /// New ones, and all that are followed now.
    public let subjects: Int
    public var followed = 0
    public var units = 0
    public var requests = 0
    /// No run can be quicker at the upstreams' pace.
    public var leastSeconds = 0.0
    /// All that there are were asked for.
    public var isUnlimited = false
    /// The archive's.
    public let sinks: [String]

    init(provider: String, noun: ProviderManifest.Noun, subjects: Int, sinks: [String]) {
        self.provider = provider
        self.noun = noun
        self.subjects = subjects
        self.sinks = sinks
    }

    /// Of answers before compression, roughly: those of prices and trades are of this order.
    public var bytes: Int { requests * 60_000 }
}
