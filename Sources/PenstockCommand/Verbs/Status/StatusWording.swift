import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// How an archive stands.
struct StatusWording {
    let archive: String
    let storage: [String]
    /// Of an archive whose database is not in its directory.
    let outsideDatabase: String?
    let status: ProviderStatus
    /// Who writes the archive at this moment.
    let writer: String?
    let now: Instant
    /// When the schedule runs an update next; nil: not known.
    var nextScheduled: Instant?
    /// Whether commands find it without `--data-dir`.
    var isDefaultPlace = true

    static let shown = 10

    var text: String {
        var lines = ["\(status.provider): \(standing.headline)", line("archive", archive)]
        lines += facts.map(line)
        lines += section("datasets", status.datasets.map(dataset), of: status.datasets.count)
        lines += section(
            "behind", status.behind.map(about),
            of: status.behindCount)
        lines += section("late", status.owed.map(about), of: status.owedCount)
        lines += section(
            "gaps",
            status.gaps.map {
                "\($0.label) \($0.span): \(reason($0.reason)), \(CoverageWording.asked($0.tries, next: $0.next))"
            }, of: status.gapCount)
        lines += section(
            "waiting", status.waiting.map { "\($0.label): \(reason($0.reason)), asked again on \($0.next.dayUTC)" },
            of: status.waitingCount
        )
        lines += section(
            "quarantine",
            status.quarantine.map {
                "\($0.dataset), rule \($0.rule): \(Figures.counted($0.rows, "row", "rows")); see penstock quarantine"
            },
            of: status.quarantine.count)
        if status.isStale { lines.append(line("do", standing.advice)) }
        return lines.joined(separator: "\n")
    }

    var headline: String { standing.headline }

    private var standing: StandingWording {
        StandingWording(status: status, writer: writer, place: place)
    }

    /// ` --data-dir DIR` where it is not the provider's own.
    private var place: String { isDefaultPlace ? "" : " --data-dir \(archive)" }

    /// What is stale, for a mail: a few lines, however many providers there are.
    static func brief(_ statuses: [StatusWording]) -> String {
        let stale = statuses.filter(\.status.isStale)
        let lines =
            stale.count > 2 ? stale.map { "\($0.status.provider): \($0.standing.headline)" } : stale.flatMap(\.brief)
        var advice: [String] = []
        for text in stale.map(\.standing.advice) where !advice.contains(text) { advice.append(text) }
        return (lines + advice.prefix(2).map { "do: " + $0 }).joined(separator: "\n")
    }

    /// The verdict, where, and what is most behind.
    private var brief: [String] {
        let behind = status.behind.prefix(1).map { line("behind", about($0)) }
        return ["\(status.provider): \(standing.headline)", line("archive", archive)] + behind
            + [line("last success", status.lastSuccess?.text() ?? noSuccess)]
    }

    /// One that is later than now may have been a success, and says nothing of today.
    private var noSuccess: String { status.misdated == nil ? "never" : "none before now" }

    /// `KO: last 2026-11-19, 2 missing: unknown symbol`
    private func about(_ unit: ProviderStatus.Lacking) -> String {
        let why = unit.reason.map { ": \(StandingWording.short($0))" } ?? ""
        return "\(unit.label): \(unit.last.map { "last \($0), " } ?? "")\(missing(unit.missing))\(why)"
    }

    private func count(_ number: Int) -> String { standing.count(number) }

    private var facts: [(String, String)] {
        let units = status.noun.counted(status.units)
        let owed = status.owedCount > 0 ? "\(Figures.count(status.owedCount)) late, " : ""
        let retired = status.retired > 0 ? ", \(Figures.count(status.retired)) retired" : ""
        var facts = [
            (
                status.noun.plural,
                """
                \(units): \(Figures.count(status.upToDate)) up to date, \(owed)\
                \(Figures.count(status.behindCount)) behind, \
                \(Figures.count(status.waitingCount)) without data\(retired)
                """
            ),
            ("rows", Figures.count(status.rows)),
            ("newest", (status.newest ?? "nothing") + (status.expected.map { ", expected \($0)" } ?? "")),
            (
                "last success",
                status.lastSuccess.map { "\($0.text()), \(Figures.duration(now.seconds(since: $0))) ago" } ?? noSuccess
            ),
            ("success rate", rate),
        ]
        if let subjects = status.subjects {
            facts.insert(
                (
                    subjects.noun.plural,
                    "\(Figures.count(subjects.followed)) followed of \(Figures.count(subjects.known)) known"
                ), at: 0)
        }
        if let run = status.lastRun {
            facts.append(("last run", about(run)))
            if !run.aside.isEmpty { facts.append(("aside", AsideWording.text(run.aside))) }
        }
        facts.insert(("storage", storage.joined(separator: ", ")), at: 0)
        if let outsideDatabase { facts.insert(("database", ArchiveWording.outside(outsideDatabase)), at: 0) }
        if let writer { facts.append(("now writing", writer)) }
        if let misdated = status.misdated {
            facts.append(
                (
                    "clock",
                    """
                    \(Figures.counted(misdated.units, "unit", "units")) last worked on by a run that is later than \
                    now: the next run asks for them again
                    """
                ))
        }
        if let next = status.nextDue { facts.append(("next due", ExchangeTime(closeAt: next)?.text ?? next.text())) }
        if let nextScheduled { facts.append(("next run", "scheduled for \(nextScheduled.text())")) }
        return facts
    }

    /// `97%: 29 of the last 30 backfills and updates ended with 0`
    private var rate: String {
        let (runs, succeeded) = status.recent
        guard runs > 0 else { return "no backfill or update yet" }
        let percent = Figures.tenths(Double(succeeded) * 100 / Double(runs))
        return
            """
            \(percent)%: \(succeeded) of the last \
            \(Figures.counted(runs, "backfill or update", "backfills and updates")) ended with 0
            """
    }

    /// `daily_bars: 868,231 rows of 503, newest 2026-11-23 (expected)`
    private func dataset(_ dataset: ProviderStatus.DatasetStatus) -> String {
        var text =
            "\(dataset.name): \(Figures.counted(dataset.rows, "row", "rows")), newest \(dataset.newest ?? "none")"
        if let expected = dataset.expected {
            text += dataset.newest == expected ? ", as expected" : ", expected \(expected)"
        }
        if let age = dataset.age { text += ", \(Figures.duration(age)) old" }
        return text
    }

    private func missing(_ count: Int) -> String {
        status.isCountedInSessions ? "\(count) missing" : "due \(Figures.counted(count, "day", "days")) ago"
    }

    private func reason(_ reason: Reason) -> String { TerminalText.safe(reason.description) }

    private func about(_ run: ProviderStatus.LastRun) -> String {
        "\(run.run), \(run.job)"
            + (run.ended.map { ", ended \($0.text())" } ?? (run.wasKilled ? ", was killed" : ", not ended"))
            + (run.exitCode.map { ", exit \($0)" } ?? "")
    }

    private func section(_ name: String, _ items: [String], of count: Int) -> [String] {
        var lines = items.prefix(Self.shown).enumerated().map { line($0.offset == 0 ? name : "", $0.element) }
        if count > lines.count { lines.append(line("", "and \(Figures.count(count - lines.count)) more")) }
        return lines
    }

    private func line(_ name: String, _ value: String) -> String { "  " + name.column(14) + value }
}
