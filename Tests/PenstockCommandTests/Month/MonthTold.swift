/// What was told of a night, by every way, as the text that `MonthTable` has of it.
struct MonthTold {
    let bars: MonthDesk.Told
    let markets: MonthDesk.Told
    let look: MonthDesk.Told
    let views: StandingViews

    /// A line for each job with its exit code and its messages (level, kind, subject), and one for how each provider
    /// stands.
    var text: String {
        let jobs = [("bars", bars), ("markets", markets), ("look", look)].map { name, told in
            "\(name) \(told.code)\(told.hook.isEmpty ? "" : ": ")\(told.hook.joined(separator: "; "))"
        }
        let providers = views.status.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.short($0.value.headline))" }
        return (jobs + providers).joined(separator: "\n")
    }

    /// Without reasons, and with fewer words for a record that is not believed.
    private static func short(_ headline: String) -> String {
        headline.replacing(/\ \(.*?\)+(?=;|$)/, with: "").replacing(
            /run \d+ of this archive .* this host's is behind/, with: "recorded later than now")
    }

    /// What two ways of telling say differently: mail and web hook, ping and exit code, status and the job that looks.
    var contradictions: [String] {
        var wrong: [String] = []
        for (name, told) in [("bars", bars), ("markets", markets), ("look", look)] {
            let subjects = told.hook.map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" }
            if told.mails.sorted() != subjects.sorted() {
                wrong.append("\(name): mailed \(told.mails), posted \(subjects)")
            }
            let isWell = told.code == 0 || told.code == 10
            let ping = name == "look" ? nil : isWell ? "/check" : "/check/\(told.code)"
            if told.ping != ping { wrong.append("\(name): pinged \(told.ping ?? "nobody")") }
            // A message is as grave as the code.
            let levels = Set(told.hook.map { $0.prefix { $0 != "/" } })
            let right: Set<Substring> =
                told.code == 0 ? ["well", "remark"] : told.code == 10 ? ["remark"] : ["failure"]
            if !levels.isSubset(of: right) { wrong.append("\(name): \(levels) of a run that ended with \(told.code)") }
        }
        let isStale = views.status.values.contains(where: \.isStale)
        if (look.code == 66) != isStale || look.code != views.exitCode { wrong.append("look ended with \(look.code)") }
        return wrong
    }
}
