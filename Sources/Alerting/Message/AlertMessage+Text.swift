import Words

/// A message in words: the line of its subject, and the lines below it.
extension AlertMessage {
    /// One line, under 120 scalars.
    package var subject: String {
        let job = job.oneLine(40)
        let place = "on \(host.oneLine(30))"
        let what = what?.oneLine(40) ?? "something"
        let text =
            switch kind {
            case .failure where level != .failure && isLate: "\(job): \(what) failed \(place) and \(works) by now"
            case .failure where level != .failure:
                "\(job): \(what) \(isReminder ? "still \(fails)" : "failed") \(place)"
            case .remark where isLate: "\(job): \(what) \(was) incomplete \(place) and \(isAre) not by now"
            case .remark: "\(job): \(what) \(isAre) \(isReminder ? "still " : "")incomplete \(place)"
            case .failure where isLate: "\(job) failed \(place) and works by now\(code)"
            case .failure: "\(job) \(isReminder ? "still fails" : "failed") \(place)\(code)"
            case .quarantine where isLate || isReminder:
                "\(job): rows of \(what) \(isLate ? "were" : "are still") set aside \(place)"
            case .quarantine: "\(job) set \(quarantined) \(Figures.noun(quarantined, "row")) aside \(place)"
            case .staleness where isLate: "\(job) was stale \(place) and is not by now"
            case .staleness: "\(job) is \(isReminder ? "still " : "")stale \(place)"
            case .clock where isLate: "the clock was wrong \(place) and is right by now"
            case .clock: "the clock is \(isReminder ? "still " : "")wrong \(place)"
            case .recovery where over != nil: "\(job): \((over ?? "").oneLine(60)) \(place)"
            case .recovery where standingCount > 0: "\(job): \(what) \(isAre) well again \(place)"
            case .recovery: "\(job) works again \(place)"
            case .test: "test of the alerts of \(job) \(place)"
            }
        return "[penstock] \(text)".oneLine(119)
    }

    /// The verbs of `what`.
    var fails: String { isOne ? "fails" : "fail" }
    var works: String { isOne ? "works" : "work" }
    var isAre: String { isOne ? "is" : "are" }
    var was: String { isOne ? "was" : "were" }

    private var isOne: Bool { whatCount <= 1 }

    private var code: String {
        guard let exitCode else { return "" }
        return ": exit \(exitCode)" + (meaning.map { ", \($0)" } ?? "")
    }
}

extension AlertMessage {
    private static let shownFailures = 10
    private static let shownStanding = 5
    private static let width = 200

    private static func section(_ title: String, _ units: [FailedUnit], _ count: Int, upTo shown: Int) -> [String] {
        let total = max(count, units.count)
        guard total > 0 else { return [] }
        var lines = ["", "\(title): \(total) \(Figures.noun(total, "unit"))"]
        for unit in units.prefix(shown) { lines.append("  \(unit.unit.oneLine(60)): \(unit.text.oneLine(width - 64))") }
        // An entry may stand for many units.
        if units.count > shown { lines.append("  and \(total - shown) more") }
        return lines
    }

    /// Plain text for a person: under 40 lines of at most 200 scalars, without a line break at its end.
    package var body: String { lines.joined(separator: "\n") }

    var lines: [String] {
        var lines = [opening.oneLine(Self.width)]
        if let since = localSince ?? since {
            lines.append("\(kind == .recovery ? "It began" : "Since"): \(since.oneLine(80))")
        }
        if let exitCode { lines.append("Exit code: \(exitCode)\(meaning.map { " (\($0.oneLine(120)))" } ?? "")") }
        if quarantined > 0, kind != .quarantine {
            lines.append("Set aside: \(quarantined) \(Figures.noun(quarantined, "row")), because they break a rule")
        }
        if let why { lines.append("Why: \(why.oneLine(Self.width - 5))") }
        lines += Self.section("Over", recovered, recoveredCount, upTo: Self.shownFailures)
        let failed = failures.filter { !$0.isIncomplete }
        let incomplete = failures.filter(\.isIncomplete)
        let total = max(failureCount, failures.count)
        let lacking = max(incompleteCount, incomplete.count)
        lines += Self.section(isLate ? "Had failed" : "Failed", failed, total - lacking, upTo: Self.shownFailures)
        lines += Self.section(
            isLate ? "Were incomplete" : "Incomplete", incomplete, lacking,
            upTo: Self.shownFailures - min(failed.count, 5))
        lines += Self.section(
            kind == .recovery ? "Not over" : "As told before", standing, standingCount, upTo: Self.shownStanding)
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
        let place = "on \(host.oneLine(60)) at \((localTime ?? time).oneLine(60))"
        let what = what?.oneLine(60) ?? "something"
        let late = "This could not be told when it happened. It is over by now."
        return switch kind {
        case .failure where isLate: "\(job) failed \(place). \(late)"
        case .failure where level != .failure && isReminder:
            "\(job) ran \(place), and \(what) still \(fails), as told before. Unchanged, it is told once a week."
        case .failure where level != .failure: "\(job) ran \(place), and \(what) failed. All that came is stored."
        case .failure where isReminder:
            "\(job) failed again \(place), as told before. Unchanged, it is told once a week."
        case .failure: "\(job) failed \(place)."
        case .remark where isLate: "\(job) ran \(place), and \(what) \(was) incomplete. \(late)"
        case .remark where isReminder:
            """
            \(job) ran \(place), and \(what) \(isAre) still incomplete, as told before. Unchanged, it is told once a \
            week.
            """
        case .remark: "\(job) ran \(place), and \(what) \(isAre) incomplete. All that came is stored."
        case .quarantine where isLate: "\(job) ran \(place), and rows of \(what) were set aside. \(late)"
        case .quarantine where isReminder:
            """
            \(job) ran \(place), and rows of \(what) are still set aside, as told before. Unchanged, it is told once a \
            week.
            """
        case .quarantine:
            """
            \(job) set \(quarantined) \(Figures.noun(quarantined, "row")) aside \(place), because they break a rule. \
            All other rows are stored.
            """
        case .staleness where isLate: "\(job) was stale \(place). \(late)"
        case .staleness where isReminder:
            "\(job) is still stale \(place), as told before. Unchanged, it is told once a week."
        case .staleness: "\(job) is stale \(place): what is stored is older than it should be."
        case .clock where isLate: "The clock was wrong when \(job.dropFirst(4)) ran \(place). \(late)"
        case .clock where isReminder:
            """
            The clock is still wrong, as told before; \(job.dropFirst(4)) ran \(place). Unchanged, it is told once a \
            week.
            """
        case .clock: "The clock is wrong; \(job.dropFirst(4)) ran \(place), and went by the upstreams' time."
        case .recovery where over != nil: "\(job) ran \(place): \((over ?? "").oneLine(60))."
        case .recovery where standingCount > 0:
            "\(what) \(isAre) well again; the job \(self.job.oneLine(60)) ran \(place)."
        case .recovery: "\(job) works again \(place)."
        case .test: "This is a test of the alerts of \(job.dropFirst(4)), sent \(place). Nothing is wrong."
        }
    }
}
