/// A provider in the registry: its types erased once, here.
public struct ProviderPlugin: Sendable {
    public let manifest: ProviderManifest
    public let options: [OptionDeclaration]
    private let make: @Sendable (OptionValues) throws -> any LoadedProvider

    public init<P: Provider>(_ provider: P.Type) {
        manifest = P.manifest
        options = P.Options.declarations
        make = { try ErasedProvider(P(options: P.Options($0))) }
    }

    /// The provider with its settings. Throws `PluginError.usage` for a setting that cannot be.
    public func load(_ values: OptionValues = OptionValues()) throws -> any LoadedProvider { try make(values) }
}
