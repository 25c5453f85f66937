extension AlertMessage {
    /// One line, under 120 scalars.
    public var subject: String {
        let job = job.oneLine(40)
        let place = "on \(host.oneLine(30))"
        let text =
            switch kind {
            case .failure where isLate: "\(job) failed \(place) and works by now\(code)"
            case .failure: "\(job) \(isReminder ? "still fails" : "failed") \(place)\(code)"
            case .quarantine: "\(job) set \(quarantined) row\(quarantined == 1 ? "" : "s") aside \(place)"
            case .staleness where isLate: "\(job) was stale \(place) and is not by now"
            case .staleness: "\(job) is \(isReminder ? "still " : "")stale \(place)"
            case .clock where isLate: "the clock was wrong \(place) and is right by now"
            case .clock: "the clock is \(isReminder ? "still " : "")wrong \(place)"
            case .recovery: "\(job) works again \(place)"
            case .test: "test of the alerts of \(job) \(place)"
            }
        return "[penstock] \(text)".oneLine(119)
    }

    private var code: String {
        guard let exitCode else { return "" }
        return ": exit \(exitCode)" + (meaning.map { ", \($0)" } ?? "")
    }
}
