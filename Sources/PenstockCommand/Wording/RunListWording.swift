import Archive
import Tabular

/// Runs of a ledger as a table.
struct RunListWording {
    let archive: String
    let runs: [RunRecord]

    var text: String {
        guard !runs.isEmpty else { return "\(archive)\nno runs yet" }
        let rows = [["run", "started", "job", "exit", "success", "failed", "stored", "revised", "requests", "duration"]] + runs.map(cells)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let line = row.indices.map { row[$0].padded(widths[$0] + 2) }.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return ([archive] + lines).joined(separator: "\n")
    }

    private func cells(_ run: RunRecord) -> [String] {
        let exit = run.exitCode.map(String.init) ?? run.state.rawValue
        let duration = run.ended.map { Figures.duration($0.seconds(since: run.started)) } ?? ""
        return [String(run.id), run.started.text(), run.job + (run.isPartial ? " (partial)" : ""), exit]
            + [run.success, run.failed, run.rowsStored, run.rowsRevised, run.requests].map(Figures.count) + [duration]
    }
}
