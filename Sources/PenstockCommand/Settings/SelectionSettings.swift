import Orchestrator
import PluginKit
import Tabular

/// What a job is about, from what was said of it.
struct SelectionSettings {
    let values: SettingValues
    let host: Host

    func selection(of manifests: [ProviderManifest]) throws -> Selection {
        let (start, end) = (try values.startDate, try values.endDate)
        if let start, let end, start > end {
            throw UsageWording.reversed("--start-date", start, "--end-date", end, isOpenEnded: true)
        }
        var selection = Selection(names: try symbols(), start: start, end: end)
        try addMarkets(of: manifests, to: &selection)
        selection.datasets = try datasets(of: manifests)
        return selection
    }

    /// What names things of a provider: markets or symbols.
    func names(of manifest: ProviderManifest) throws -> [String] {
        try manifest.subjects == nil ? symbols() : values.marketIDs
    }

    /// Names of a provider's units, for the commands that look at an archive of several providers; nil: all of them.
    /// Empty where only another provider's were named.
    func units(of manifest: ProviderManifest) throws -> [String]? {
        let names = try names(of: manifest)
        guard names.isEmpty else { return names }
        let isNarrow = values.isMeant(\.symbols) || values.isMeant(\.symbolsFile) || values.isMeant(\.marketIDs)
        return isNarrow ? [] : nil
    }

    /// Those of `--datasets`, of the series that the providers have.
    func datasets(of manifests: [ProviderManifest]) throws -> [String] {
        let known = manifests.flatMap(\.datasets).filter(\.isSeries).map(\.name)
        return try values.datasets?.parts(example: known.first ?? "").map { name in
            try SettingText(name, source: "--datasets").choice(known)
        } ?? []
    }

    /// Of `--symbols` and the file, each once.
    private func symbols() throws -> [String] {
        var names = try values.symbols
        if let path = values.symbolsFile { names += try SymbolFile(path: host.absolute(path)).names() }
        return names.once
    }
}
