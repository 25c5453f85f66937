import Archive
import Orchestrator
import PluginKit

/// The one archive whose runs a person speaks of by number: numbers of two archives are not the same runs.
struct LedgerPlace {
    let providers: [String]
    let place: PlaceArguments
    let host: Host

    func read<Result>(verb: String, example: String, _ body: (_ archive: String, ArchiveReader) throws -> Result) throws
        -> Result
    {
        let reading = ArchiveReading(host: host)
        let archives = try reading.archives(of: providers, place: place, verb: "runs", isOfOne: true)
        guard let archive = archives.first, archives.count == 1 else {
            let names = archives.compactMap(\.plugins.first?.manifest.name)
            throw RunFailure(
                .usage,
                "Each of the archives \(archives.map(\.archive).joined(separator: " and ")) counts its own runs",
                fix: "name a provider, such as penstock runs \(verb) \(example) \(names.first ?? "")")
        }
        return try reading.read(archive.archive) { try body(archive.archive, $0) }
    }

    /// A run's number as it was typed, for a ledger that has those of `known`; 0, before all runs, where `allowsNone`.
    static func id(_ text: SettingText, in known: ClosedRange<Int64>?, of archive: String, allowsNone: Bool) throws
        -> Int64
    {
        guard let known else {
            throw RunFailure(.usage, "\(archive) has no runs yet", fix: "penstock backfill makes the first")
        }
        if let id = Int64(text.text), known.contains(id) || allowsNone && id == 0 { return id }
        let range =
            known.count == 1 ? "run \(known.lowerBound) only" : "runs \(known.lowerBound) to \(known.upperBound)"
        throw RunFailure(
            .usage, "\(text.source) \(text.text): there is no such run, \(archive) has \(range)",
            fix: "penstock runs lists them")
    }
}
