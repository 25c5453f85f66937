import Words

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
