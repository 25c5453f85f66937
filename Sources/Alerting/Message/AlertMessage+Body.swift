extension AlertMessage {
    private static let shownFailures = 10
    private static let width = 200

    /// Plain text for a person: under 40 lines of at most 200 scalars, without a line break at its end.
    public var body: String { lines.joined(separator: "\n") }

    var lines: [String] {
        var lines = [opening]
        if let since { lines.append("\(kind == .recovery ? "It began" : "Since"): \(since.oneLine(80))") }
        if let exitCode { lines.append("Exit code: \(exitCode)\(meaning.map { " (\($0.oneLine(120)))" } ?? "")") }
        if let why { lines.append("Why: \(why.oneLine(Self.width - 5))") }
        if !failures.isEmpty || failureCount > 0 {
            let total = max(failureCount, failures.count)
            lines += ["", "\(kind == .recovery ? "Still failing, as known" : "Failed"): \(total) unit\(total == 1 ? "" : "s")"]
            for failure in failures.prefix(Self.shownFailures) {
                lines.append("  \(failure.unit.oneLine(60)): \(failure.reason.oneLine(Self.width - 64))")
            }
            let more = total - min(failures.count, Self.shownFailures)
            if more > 0, !failures.isEmpty { lines.append("  and \(more) more") }
        }
        if let advice {
            // Several lines of advice stay lines.
            let parts = advice.split(whereSeparator: \.isNewline).prefix(8).map { String($0).oneLine(Self.width - 4) }
            lines += ["", "What to do:"] + parts.map { "  \($0)" }
        }
        let places = [("Archive", archive), ("Run", run), ("Log", log)].compactMap { name, place in
            place.map { "\(name): \($0.oneLine(Self.width - 10))" }
        }
        return places.isEmpty ? lines : lines + [""] + places
    }

    private var opening: String {
        let job = "The job \(job.oneLine(60))"
        let place = "on \(host.oneLine(60)) at \(time.oneLine(40))"
        let late = "This could not be told when it happened. It is over by now."
        return switch kind {
        case .failure where isLate: "\(job) failed \(place). \(late)"
        case .failure where isReminder: "\(job) failed again \(place), as told before. Unchanged, it is told once a week."
        case .failure: "\(job) failed \(place)."
        case .quarantine:
            "\(job) set \(quarantined) row\(quarantined == 1 ? "" : "s") aside \(place), because they break a rule. All other rows are stored."
        case .staleness where isLate: "\(job) was stale \(place). \(late)"
        case .staleness where isReminder: "\(job) is still stale \(place), as told before. Unchanged, it is told once a week."
        case .staleness: "\(job) is stale \(place): what is stored is older than it should be."
        case .clock where isLate: "The clock was wrong when \(job.dropFirst(4)) ran \(place). \(late)"
        case .clock where isReminder:
            "The clock is still wrong, as told before; \(job.dropFirst(4)) ran \(place). Unchanged, it is told once a week."
        case .clock: "The clock is wrong; \(job.dropFirst(4)) ran \(place), and went by the upstreams' time."
        case .recovery: "\(job) works again \(place)."
        case .test: "This is a test of the alerts of \(job.dropFirst(4)), sent \(place). Nothing is wrong."
        }
    }
}
