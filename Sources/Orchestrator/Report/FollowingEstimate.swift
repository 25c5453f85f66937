package import PluginKit

/// What the new subjects of a run will cost.
package struct FollowingEstimate: Sendable, Hashable {
    package let provider: String
    package let noun: ProviderManifest.Noun
    /// New ones, and all that are followed now.
    package let subjects: Int
    package internal(set) var followed = 0
    package let units: Int
    package let requests: Int
    /// Of answers before compression, roughly.
    package let bytes: Int
    /// What will be stored of them, roughly.
    package let storage: StorageEstimate
    /// No run can be quicker at the upstreams' pace.
    package let leastSeconds: Double
    /// The archive's.
    package let sinks: [String]
}
