import Archive
import Upstream

extension RunReport {
    /// As the ledger keeps it.
    var summary: RunSummary {
        var summary = RunSummary(run: run, ended: ended, exitCode: exitCode.number)
        summary.started = started
        summary.total = total
        summary.success = success
        summary.failed = failed
        summary.requests = requests
        summary.retries = retries
        summary.bytes = bytes
        summary.rowsStored = rowsStored
        summary.rowsRevised = rowsRevised
        summary.rowsQuarantined = rowsQuarantined
        summary.gapsFilled = gapsFilled
        summary.markets = markets
        if total == 0 { summary.leftOpen = standings.reduce(0) { $0 + $1.owedCount + $1.behindCount } }
        summary.upstreams = Set(upstreams.keys).union(diagnoses.map(\.upstream)).sorted().map { name in
            // They are the commonest first.
            let met = diagnoses.first { $0.upstream == name }
            return RunUpstream(name, host: upstreams[name], met: met?.kind.rawValue, fetches: met?.fetches ?? 0, detail: met?.text)
        }
        summary.failure = failure?.description
        return summary
    }

    /// Of a run that failed only what is in the record counts: what came behind the last commit is not there.
    mutating func count(asIn run: RunRecord) {
        rowsStored = run.rowsStored
        rowsRevised = run.rowsRevised
        rowsQuarantined = run.rowsQuarantined
        gapsFilled = run.gapsFilled
        success = run.success
        failed = run.failed
    }
}
