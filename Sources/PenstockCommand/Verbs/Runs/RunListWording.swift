import Archive
import Orchestrator
import Tabular
import Words

/// Runs of a ledger as a table.
struct RunListWording {
    let archive: String
    let runs: [RunRecord]
    /// How the providers' data stand after them.
    var standings: [StandingWording] = []
    /// Whether somebody holds the archive; a run that is not ended otherwise was killed.
    var isBeingWritten = true

    /// - Parameter columns: of the terminal; nil: there is none, and all of it is shown.
    func text(columns: Int? = nil) -> String {
        let standings = standings.map { "\($0.status.provider): \($0.headline)" }
        guard !runs.isEmpty else { return (["\(archive)", "no runs yet"] + standings).joined(separator: "\n") }
        let (lines, leftOut) = table.laid(in: columns)
        let note = leftOut.isEmpty ? [] : ["no room for \(Figures.names(leftOut)): --json has all"]
        return ([archive] + lines + note + standings).joined(separator: "\n")
    }

    /// Who looks at it asks first which run failed; what it cost comes last.
    private var table: Table {
        Table(columns: [
            .init(name: "run", cells: runs.map { String($0.id) }),
            .init(
                name: "started", cells: runs.map { $0.started.text() }, narrow: runs.map { Self.minute($0.started) },
                givesWay: 1),
            .init(name: "job", cells: runs.map { $0.job + ($0.isPartial ? " (partial)" : "") }),
            .init(name: "exit", cells: runs.map(exit)),
            .init(name: "success", cells: runs.map { Figures.count($0.counts.success) }, givesWay: 2),
            .init(name: "failed", cells: runs.map { Figures.count($0.counts.failed) }, givesWay: 6),
            .init(name: "stored", cells: runs.map { Figures.count($0.counts.stored) }, givesWay: 5),
            .init(name: "revised", cells: runs.map { Figures.count($0.counts.revised) }, givesWay: 3),
            .init(name: "requests", cells: runs.map { Figures.count($0.counts.requests) }, givesWay: 0),
            .init(
                name: "duration",
                cells: runs.map { run in run.ended.map { Figures.duration($0.seconds(since: run.started)) } ?? "" },
                givesWay: 4),
        ])
    }

    private func exit(_ run: RunRecord) -> String {
        run.exitCode.map(String.init) ?? (run.state == .running && isBeingWritten ? "running" : "killed")
    }

    /// `2024-11-22 22:00Z`
    private static func minute(_ instant: Instant) -> String {
        "\(instant.text().prefix(10)) \(instant.text().dropFirst(11).prefix(5))Z"
    }
}
