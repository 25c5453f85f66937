/// A provider in the registry: its types erased once, here.
public struct ProviderPlugin: Sendable {
    public let manifest: ProviderManifest
    public let options: [OptionDeclaration]
    /// The plans by which it fills its datasets.
    public let plans: [any DatasetPlan]
    private let make: @Sendable (OptionValues) throws -> any LoadedProvider

    public init<P: Provider>(_ provider: P.Type) {
        manifest = P.manifest
        options = P.Options.declarations
        plans = P.plans
        make = { try ErasedProvider(P(options: P.Options($0))) }
    }

    /// The provider with its settings. Throws `PluginError.usage` for a setting that cannot be, `.plugin` for a plan
    /// that does not fill its dataset.
    public func load(_ values: OptionValues = OptionValues()) throws -> any LoadedProvider {
        for plan in plans { try plan.check() }
        return try make(values)
    }
}
