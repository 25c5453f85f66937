import Tabular

/// `update_summary.csv`: a row per run, oldest first.
package enum UpdateSummary {
    package static let path = "update_summary.csv"

    static let header =
        "timestamp,total_symbols,success,failed,success_rate,duration_seconds,gaps_filled,providers,markets_updated,prices_updated,"
        + "run_id,job,version,started_utc,ended_utc,requests,retries,bytes,rows_stored,rows_revised,rows_quarantined,exit_code,is_partial,failure"

    static func text(_ runs: [RunRecord]) -> String {
        var text = header + "\n"
        for run in runs where run.state != .running { text += line(run) + "\n" }
        return text
    }

    private static func line(_ run: RunRecord) -> String {
        let cells: [String] = [
            run.local, "\(run.total)", "\(run.success)", "\(run.failed)", decimal(run.successRate ?? (run.exitCode == 0 ? 100 : 0)),
            run.ended.map { decimal($0.seconds(since: run.started)) } ?? "", "\(run.gapsFilled)", run.providers.joined(separator: "+"),
            run.marketsUpdated.map { "\($0)" } ?? "", run.pricesUpdated.map { "\($0)" } ?? "", "\(run.id)", run.job, run.version,
            run.started.text(), run.ended?.text() ?? "", "\(run.requests)", "\(run.retries)", "\(run.bytes)", "\(run.rowsStored)",
            "\(run.rowsRevised)", "\(run.rowsQuarantined)", run.exitCode.map { "\($0)" } ?? "", "\(run.isPartial)",
            run.failure.map { String($0.prefix { !$0.isNewline }) } ?? "",
        ]
        return cells.map(quoted).joined(separator: ",")
    }

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
