import Archive

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
        summary.failure = failure?.description
        return summary
    }
}
