import Orchestrator
import PluginKit
import Tabular

/// What a job is about, from its flags.
struct SelectionSettings {
    let host: Host

    func selection(_ request: JobRequest, of manifests: [ProviderManifest]) throws -> Selection {
        let start = try request.startDate.map { try SettingText($0, source: "--start-date").day() }
        let end = try request.endDate.map { try SettingText($0, source: "--end-date").day() }
        if let start, let end, start > end { throw UsageWording.reversed("--start-date", start, "--end-date", end) }
        var selection = Selection(names: try names(request.selection), start: start, end: end)
        try MarketSettings(request.markets, manifests: manifests, lookup: SettingLookup(environment: host.environment)).apply(to: &selection)
        return selection
    }

    /// Of `--symbols` and the file, each once.
    func names(_ arguments: SelectionArguments) throws -> [String] {
        var names: [String] = []
        if let symbols = arguments.symbols {
            names = SettingText.list(symbols)
            guard !names.isEmpty else {
                throw RunFailure(.usage, "--symbols names no symbol", fix: "such as --symbols AAPL,BRK.B; leave it out for all")
            }
        }
        if let path = arguments.symbolsFile { names += try SymbolFile(path: host.absolute(path)).names() }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
