import Tabular

/// `update_summary.csv`: a row per run, oldest first.
package enum UpdateSummary {
    package static let path = "update_summary.csv"

    private typealias Column = (name: String, cell: @Sendable (RunRecord) -> String)

    private static let columns: [Column] =
        began + counts(.units) + ended + counts(.asked) + counts(.rows) + outcome

    private static let began: [Column] = [("timestamp", { $0.local }), ("total_symbols", { "\($0.counts.total)" })]

    private static let ended: [Column] = [
        ("success_rate", { decimal($0.counts.successRate ?? ($0.exitCode == 0 ? 100 : 0)) }),
        ("duration_seconds", { run in run.ended.map { decimal($0.seconds(since: run.started)) } ?? "" }),
        ("gaps_filled", { "\($0.counts.gapsFilled)" }), ("providers", { $0.providers.joined(separator: "+") }),
        ("markets_updated", { $0.marketsUpdated.map(String.init) ?? "" }),
        ("prices_updated", { $0.pricesUpdated.map(String.init) ?? "" }),
        ("run_id", { "\($0.id)" }), ("job", { $0.job }), ("version", { $0.version }),
        ("started_utc", { $0.started.text() }),
        ("ended_utc", { $0.ended?.text() ?? "" }),
    ]

    private static let outcome: [Column] = [
        ("exit_code", { $0.exitCode.map { "\($0)" } ?? "" }), ("is_partial", { "\($0.isPartial)" }),
        ("failure", { $0.failure.map { String($0.prefix { !$0.isNewline }) } ?? "" }),
    ]

    private static func counts(_ places: RunCounts.Places) -> [Column] {
        RunCounts.keys(in: places).map { key in (key.name, { "\($0.counts[keyPath: key.path])" }) }
    }

    static let header = columns.map(\.name).joined(separator: ",")

    static func text(_ runs: [RunRecord]) -> String {
        var text = header + "\n"
        for run in runs where run.state != .running { text += line(run) + "\n" }
        return text
    }

    private static func line(_ run: RunRecord) -> String { columns.map { quoted($0.cell(run)) }.joined(separator: ",") }

    /// At most two digits after the point, none that are zero: `99.8`, `100`.
    static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = abs(hundredths % 100)
        let whole = "\(hundredths / 100)"
        if fraction == 0 { return whole }
        return fraction % 10 == 0 ? "\(whole).\(fraction / 10)" : "\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
