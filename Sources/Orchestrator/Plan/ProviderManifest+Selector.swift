package import PluginKit

extension ProviderManifest {
    /// The option that names what the provider has on a command line: `--market-ids`, `--symbols`.
    package var selector: String { subjects == nil ? "--symbols" : "--market-ids" }
}
