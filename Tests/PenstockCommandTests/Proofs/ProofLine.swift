import PluginKit
import Tabular

@testable import Orchestrator
@testable import PenstockCommand

/// A `backfill` or an `update` as somebody types it. Parsing is the most that a line costs in a debug build, so that
/// the arguments are put into one that was parsed.
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

    /// - Parameter parsed: of any line.
    func request(_ parsed: JobRequest) -> JobRequest {
        var (names, selection, choice) = (parsed.providers, parsed.selection, parsed.markets)
        names.positional = providers
        selection.symbols = symbols.isEmpty ? nil : symbols.joined(separator: ",")
        selection.marketIDs = markets.isEmpty ? nil : markets.joined(separator: ",")
        (choice.limit, choice.status, choice.datasets) = (limit, status, datasets)
        var request = JobRequest(command: command, providers: names, selection: selection, run: parsed.run)
        request.markets = choice
        (request.startDate, request.endDate) = (start, end)
        request.resumes = !flags.contains("no-resume")
        request.isForced = flags.contains("force")
        request.fillsGaps = !flags.contains("no-fill-gaps")
        request.updatesSeries = !flags.contains("no-update-prices")
        request.maxAgeDays = flags.contains("max-age-days 3") ? "3" : nil
        request.recheckSessions = flags.contains("recheck-sessions 2") ? "2" : nil
        return request
    }
}
