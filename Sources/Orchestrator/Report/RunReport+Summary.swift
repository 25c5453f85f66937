import Archive
import Upstream

extension RunReport {
    /// As the ledger keeps it.
    var summary: RunSummary {
        var summary = RunSummary(run: run, ended: ended, exitCode: exitCode.number)
        summary.started = started
        summary.counts = counts
        summary.markets = markets
        if counts.total == 0 { summary.leftOpen = standings.reduce(0) { $0 + $1.owedCount + $1.behindCount } }
        summary.upstreams = Set(upstreams.keys).union(diagnoses.map(\.upstream)).sorted().map { name in
            // They are the commonest first.
            let met = diagnoses.first { $0.upstream == name }
            return RunUpstream(
                name, host: upstreams[name], met: met?.kind.rawValue, fetches: met?.fetches ?? 0, detail: met?.text)
        }
        summary.failure = failure?.description
        return summary
    }
}
