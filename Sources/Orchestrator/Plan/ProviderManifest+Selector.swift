public import PluginKit

extension ProviderManifest {
    /// The option that names what the provider has on a command line: `--market-ids`, `--symbols`.
    public var selector: String { subjects == nil ? "--symbols" : "--market-ids" }
}
