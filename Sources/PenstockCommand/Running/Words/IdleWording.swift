import Archive
import Orchestrator
import Tabular
import Words

/// What is said when nothing was due.
struct IdleWording {
    let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    /// `Nothing is due. The next session closes at 2026-11-24 16:00 New York (21:00Z). NOPE is asked again on
    /// 2026-11-25. 0 requests.`
    var text: String {
        (opening + killed + retired + next + waiting + clock + [
            Figures.counted(report.counts.requests, "request") + "."
        ])
        .joined(
            separator: " ")
    }

    /// Nothing is due only where nothing was asked for in vain.
    private var opening: [String] {
        (report.notes.isEmpty ? ["Nothing is due."] : ["Nothing was asked:"] + report.notes.map { "\($0)." }) + open
    }

    /// What is missing all the same: a run that asked for nothing of it is no success.
    private var open: [String] { Self.open(report).map { "That is no success: \($0)." } }

    /// Of each provider that lacks something.
    static func open(_ report: RunReport) -> [String] {
        report.standings.filter { $0.owedCount + $0.behindCount > 0 }.map { ProviderStanding(status: $0).sentence }
    }

    private var killed: [String] {
        RunPage.killed(report).map { [$0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? []
    }

    private var retired: [String] {
        report.retired.isEmpty
            ? []
            : [
                """
                \(Figures.names(report.retired)) \(report.retired.count == 1 ? "is" : "are") retired and not asked for \
                (penstock retire --undo).
                """
            ]
    }

    private var clock: [String] {
        let wording = ClockWording(report: report)
        return [wording.clock, wording.laterRun].compactMap { $0 }.map {
            $0.prefix(1).uppercased() + $0.dropFirst() + "."
        }
    }

    private var next: [String] {
        guard let instant = report.nextSessionClose else { return [] }
        if let close = ExchangeTime(closeAt: instant) { return ["The next session closes at \(close.text)."] }
        return ["The next is due at \(instant.dayUTC) \(ExchangeTime.utcClock(instant))Z."]
    }

    /// A few by name, many by number.
    private var waiting: [String] {
        if report.waitingCount > 5 {
            guard let first = report.waiting.map(\.next).min() else { return [] }
            return [
                "\(Figures.count(report.waitingCount)) without an answer are asked again, the first on \(first.dayUTC)."
            ]
        }
        return report.waiting.sorted { ($0.next, $0.label) < ($1.next, $1.label) }.map {
            "\($0.label) is asked again on \($0.next.dayUTC)."
        }
    }
}
