import PluginKit
import Tabular

@testable import Orchestrator
@testable import PenstockCommand

/// A `backfill` or an `update` as somebody types it.
struct ProofLine {
    var command: Job.Command
    var providers: [String]
    var symbols: [String] = []
    var markets: [String] = []
    var start: String?
    var end: String?
    var limit: String?
    var status: String?
    var datasets: String?
    var flags: Set<String> = []

    static func backfill(_ providers: String...) -> ProofLine { ProofLine(command: .backfill, providers: providers) }
    static func update(_ providers: String...) -> ProofLine { ProofLine(command: .update, providers: providers) }

    func with(_ change: (inout ProofLine) -> Void) -> ProofLine {
        var line = self
        change(&line)
        return line
    }

    var isOfBars: Bool { providers == ["equities"] }

    var text: String {
        let values = [
            ("symbols", symbols.joined(separator: ",")), ("market-ids", markets.joined(separator: ",")),
            ("start-date", start ?? ""),
            ("end-date", end ?? ""), ("limit", limit ?? ""), ("status", status ?? ""), ("datasets", datasets ?? ""),
        ]
        let words = values.filter { !$0.1.isEmpty }.map { "--\($0.0) \($0.1)" } + flags.sorted().map { "--\($0)" }
        return (["\(command.rawValue) \(providers.joined(separator: " "))"] + words).joined(separator: " ")
    }

    var request: JobRequest {
        var values = SettingValues(environment: [:])
        values.name(providers)
        if !symbols.isEmpty { values.type(\.symbols, symbols.joined(separator: ",")) }
        if !markets.isEmpty { values.type(\.marketIDs, markets.joined(separator: ",")) }
        if let start { values.type(\.startDate, start) }
        if let end { values.type(\.endDate, end) }
        if let limit { values.type(\.limit, limit) }
        if let status { values.type(\.status, status) }
        if let datasets { values.type(\.datasets, datasets) }
        values.type(\.resume, !flags.contains("no-resume"))
        values.type(\.force, flags.contains("force"))
        values.type(\.noFillGaps, flags.contains("no-fill-gaps"))
        values.type(\.noUpdatePrices, flags.contains("no-update-prices"))
        if flags.contains("max-age-days 3") { values.type(\.maxAgeDays, "3") }
        if flags.contains("recheck-sessions 2") { values.type(\.recheckSessions, "2") }
        return JobRequest(command: command, values: values)
    }
}
