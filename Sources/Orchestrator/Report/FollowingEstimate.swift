public import PluginKit

/// What the new subjects of a run will cost.
public struct FollowingEstimate: Sendable, Hashable {
    public let provider: String
    public let noun: ProviderManifest.Noun
    /// New ones, and all that are followed now.
    public let subjects: Int
    public internal(set) var followed = 0
    public let units: Int
    public let requests: Int
    /// Of answers before compression, roughly.
    public let bytes: Int
    /// What will be stored of them, roughly.
    public let storage: StorageEstimate
    /// No run can be quicker at the upstreams' pace.
    public let leastSeconds: Double
    /// The archive's.
    public let sinks: [String]
}
