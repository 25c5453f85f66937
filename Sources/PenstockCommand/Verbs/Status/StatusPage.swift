import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What `status` says to a person: of each provider its standing, where it is, what it holds and what it lacks.
struct StatusPage {
    let facts: StatusFacts

    var text: String {
        facts.providers.map { ProviderLines(facts: $0, now: facts.now).text }.joined(separator: "\n")
    }

    /// What is stale, for a mail: a few lines, however many providers there are.
    var brief: String {
        let stale = facts.providers.filter(\.standing.isStale)
        let lines = stale.map {
            stale.count > 2 ? $0.standing.sentence : ProviderLines(facts: $0, now: facts.now).brief
        }
        return (lines + stale.map(\.standing.advice).once.prefix(2).map { "do: " + $0 }).joined(separator: "\n")
    }
}

/// One of the providers.
private struct ProviderLines {
    let facts: StatusFacts.Provider
    let now: Instant

    static let shown = 10

    private var standing: ProviderStanding { facts.standing }
    private var status: ProviderStatus { standing.status }

    var text: String {
        var outline = Outline(standing.sentence)
        outline.add("archive", facts.archive)
        outline.add("database", facts.outsideDatabase.map(ArchiveWording.outside))
        outline.add("storage", facts.storage.joined(separator: ", "))
        if let subjects = status.subjects {
            outline.add(
                subjects.noun.plural,
                "\(Figures.count(subjects.followed)) followed of \(Figures.count(subjects.known)) known")
        }
        outline.add(status.noun.plural, units)
        outline.add("rows", Figures.count(status.rows))
        outline.add("newest", (status.newest ?? "nothing") + (status.expected.map { ", expected \($0)" } ?? ""))
        outline.add(
            "last success",
            status.lastSuccess.map { "\($0.text()), \(Figures.duration(now.seconds(since: $0))) ago" } ?? noSuccess)
        outline.add("success rate", rate)
        outline.add("last run", status.lastRun.map(about))
        outline.add("aside", status.lastRun.flatMap { $0.aside.isEmpty ? nil : AsideWording.text($0.aside) })
        outline.add("now writing", standing.writer)
        outline.add(
            "clock",
            status.misdated.map {
                """
                \(Figures.counted($0.units, "unit")) last worked on by a run that is later than \
                now: the next run asks for them again
                """
            })
        outline.add("next due", status.nextDue.map { ExchangeTime(closeAt: $0)?.text ?? $0.text() })
        outline.add("next run", facts.nextScheduled.map { "scheduled for \($0.text())" })
        addLists(to: &outline)
        if standing.isStale { outline.add("do", standing.advice) }
        return outline.text
    }

    private func addLists(to outline: inout Outline) {
        func add(_ name: String, _ items: [String], of count: Int? = nil) {
            outline.add(name, list: items, of: count, upTo: Self.shown)
        }
        add("datasets", status.datasets.map(dataset))
        add("behind", status.behind.map(about), of: status.behindCount)
        add("late", status.owed.map(about), of: status.owedCount)
        add(
            "gaps",
            status.gaps.map {
                "\($0.label) \($0.span): \(reason($0.reason)), \(SpanWording.asked($0.tries, next: $0.next))"
            }, of: status.gapCount)
        add(
            "waiting", status.waiting.map { "\($0.label): \(reason($0.reason)), asked again on \($0.next.dayUTC)" },
            of: status.waitingCount)
        add(
            "quarantine",
            status.quarantine.map {
                "\($0.dataset), rule \($0.rule): \(Figures.counted($0.rows, "row")); see penstock quarantine"
            })
    }

    /// The verdict, where, and what is most behind.
    var brief: String {
        var outline = Outline(standing.sentence)
        outline.add("archive", facts.archive)
        outline.add("behind", status.behind.first.map(about))
        outline.add("last success", status.lastSuccess?.text() ?? noSuccess)
        return outline.text
    }

    /// One that is later than now may have been a success, and says nothing of today.
    private var noSuccess: String { status.misdated == nil ? "never" : "none before now" }

    /// `503 symbols: 501 up to date, 1 late, 1 behind, 0 without data, 2 retired`
    private var units: String {
        let owed = status.owedCount > 0 ? "\(Figures.count(status.owedCount)) late, " : ""
        let retired = status.retired > 0 ? ", \(Figures.count(status.retired)) retired" : ""
        return
            """
            \(status.noun.counted(status.units)): \(Figures.count(status.upToDate)) up to date, \(owed)\
            \(Figures.count(status.behindCount)) behind, \(Figures.count(status.waitingCount)) without data\(retired)
            """
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
            "\(dataset.name): \(Figures.counted(dataset.rows, "row")), newest \(dataset.newest ?? "none")"
        if let expected = dataset.expected {
            text += dataset.newest == expected ? ", as expected" : ", expected \(expected)"
        }
        if let age = dataset.age { text += ", \(Figures.duration(age)) old" }
        return text
    }

    /// `KO: last 2026-11-19, 2 missing: unknown symbol`
    private func about(_ unit: ProviderStatus.Lacking) -> String {
        let why = unit.reason.map { ": \(ProviderStanding.short($0))" } ?? ""
        let missing =
            status.isCountedInSessions
            ? "\(unit.missing) missing" : "due \(Figures.counted(unit.missing, "day")) ago"
        return "\(unit.label): \(unit.last.map { "last \($0), " } ?? "")\(missing)\(why)"
    }

    private func about(_ run: ProviderStatus.LastRun) -> String {
        "\(run.run), \(run.job)"
            + (run.ended.map { ", ended \($0.text())" } ?? (run.wasKilled ? ", was killed" : ", not ended"))
            + (run.exitCode.map { ", exit \($0)" } ?? "")
    }

    private func reason(_ reason: Reason) -> String { TerminalText.safe(reason.description) }
}
