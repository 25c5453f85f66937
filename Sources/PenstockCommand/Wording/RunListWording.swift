import Archive
import Orchestrator
import Tabular

/// Runs of a ledger as a table.
struct RunListWording {
    let archive: String
    let runs: [RunRecord]
    /// How the providers' data stand after them.
    var standings: [StandingWording] = []
    /// Whether somebody holds the archive; a run that is not ended otherwise was killed.
    var isBeingWritten = true

    var text: String {
        let standings = standings.map { "\($0.status.provider): \($0.headline)" }
        guard !runs.isEmpty else { return (["\(archive)", "no runs yet"] + standings).joined(separator: "\n") }
        let rows = [["run", "started", "job", "exit", "success", "failed", "stored", "revised", "requests", "duration"]] + runs.map(cells)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let line = row.indices.map { row[$0].padded(widths[$0] + 2) }.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return ([archive] + lines + standings).joined(separator: "\n")
    }

    private func cells(_ run: RunRecord) -> [String] {
        let exit = run.exitCode.map(String.init) ?? (run.state == .running && isBeingWritten ? "running" : "killed")
        let duration = run.ended.map { Figures.duration($0.seconds(since: run.started)) } ?? ""
        return [String(run.id), run.started.text(), run.job + (run.isPartial ? " (partial)" : ""), exit]
            + [run.success, run.failed, run.rowsStored, run.rowsRevised, run.requests].map(Figures.count) + [duration]
    }
}
