import Orchestrator
import PluginKit
import Tabular

/// What a job is about, from its flags.
struct SelectionSettings {
    let host: Host

    func selection(_ request: JobRequest, of manifests: [ProviderManifest]) throws -> Selection {
        let start = try request.startDate.map { try SettingText($0, source: "--start-date").day() }
        let end = try request.endDate.map { try SettingText($0, source: "--end-date").day() }
        if let start, let end, start > end {
            throw UsageWording.reversed("--start-date", start, "--end-date", end, isOpenEnded: true)
        }
        var selection = Selection(names: try names(request.selection), start: start, end: end)
        try MarketSettings(
            request.markets, marketIDs: request.selection.marketIDs, manifests: manifests, registry: host.registry,
            lookup: SettingLookup(environment: host.environment)
        ).apply(to: &selection)
        return selection
    }

    /// What names things of a provider: markets or symbols.
    func names(_ arguments: SelectionArguments, of manifest: ProviderManifest) throws -> [String] {
        try manifest.subjects == nil ? names(arguments) : Self.marketIDs(arguments.marketIDs)
    }

    /// Of `--symbols` and the file, each once.
    private func names(_ arguments: SelectionArguments) throws -> [String] {
        var names = try Self.list(arguments.symbols, "--symbols", example: "AAPL,BRK.B")
        if let path = arguments.symbolsFile { names += try SymbolFile(path: host.absolute(path)).names() }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    static func marketIDs(_ text: String?) throws -> [String] { try list(text, "--market-ids", example: "516710") }

    /// The parts of a list, each once; a list that was given names something.
    static func list(_ text: String?, _ flag: String, example: String) throws -> [String] {
        guard let text else { return [] }
        var seen: Set<String> = []
        let names = SettingText.list(text).filter { seen.insert($0).inserted }
        guard names.isEmpty else { return names }
        throw RunFailure(.usage, "\(flag) names nothing", fix: "such as \(flag) \(example); leave it out for all")
    }
}

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
