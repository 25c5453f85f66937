import Orchestrator
import PluginKit

/// The units that `--symbols` and `--market-ids` name, for the commands that look at an archive of several providers.
struct UnitChoice {
    let selection: SelectionArguments
    let host: Host

    /// Names of a provider's units; nil: all of them. Empty where only another provider's were named.
    func names(of manifest: ProviderManifest) throws -> [String]? {
        let names = try SelectionSettings(host: host).names(selection, of: manifest)
        guard names.isEmpty else { return names }
        let isNarrow = selection.symbols != nil || selection.symbolsFile != nil || selection.marketIDs != nil
        return isNarrow ? [] : nil
    }
}
