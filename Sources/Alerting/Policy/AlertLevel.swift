/// How bad the end of a job is: one word for mail, webhook, ping, systemd and the wrapper of Task Scheduler. This is
/// the one place that decides.
package enum AlertLevel: String, Hashable, Sendable {
    /// Nothing to say.
    case well
    /// The job did its work, and there is something to know of it: gaps, rows set aside, units that failed while others
    /// came.
    case remark
    /// The job did not do its work.
    case failure

    /// The exit codes of a remark, besides 0. systemd's `SuccessExitStatus` and the wrapper for Task Scheduler have the
    /// same.
    package static let remarkCodes: Set<Int32> = [10]

    /// - Parameter hasFindings: whether there is something to know of a run that ended with 0: a wrong clock, rows set
    ///   aside.
    package init(exitCode: Int32, hasFindings: Bool = false) {
        if exitCode == 0 {
            self = hasFindings ? .remark : .well
        } else {
            self = AlertLevel.remarkCodes.contains(exitCode) ? .remark : .failure
        }
    }
}
