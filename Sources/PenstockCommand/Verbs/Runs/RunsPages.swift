import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What `runs` says to a person: a table for each archive, with how its providers' data stand below it.
struct RunListPage {
    let facts: RunListFacts
    /// Of the terminal; nil: there is none, and all of it is shown.
    let columns: Int?

    var text: String { facts.ledgers.map { LedgerTable(ledger: $0).text(columns) }.joined(separator: "\n") }
}

private struct LedgerTable {
    let ledger: RunListFacts.Ledger

    func text(_ columns: Int?) -> String {
        var outline = Outline(ledger.archive)
        if ledger.runs.isEmpty {
            outline.add(lines: ["no runs yet"])
        } else {
            let (lines, leftOut) = table.laid(in: columns)
            outline.add(lines: lines)
            if !leftOut.isEmpty { outline.add(lines: ["no room for \(Figures.names(leftOut)): --json has all"]) }
        }
        outline.add(lines: ledger.standings.map(\.sentence))
        return outline.text
    }

    /// Who looks at it asks first which run failed; what it cost comes last.
    private var table: Table {
        let runs = ledger.runs
        func counts(_ name: String, _ path: KeyPath<RunCounts, Int>, givesWay: Int) -> Table.Column {
            .init(name: name, cells: runs.map { Figures.count($0.counts[keyPath: path]) }, givesWay: givesWay)
        }
        return Table(columns: [
            .init(name: "run", cells: runs.map { String($0.id) }),
            .init(
                name: "started", cells: runs.map { $0.started.text() }, narrow: runs.map { $0.started.minutes + "Z" },
                givesWay: 1),
            .init(name: "job", cells: runs.map { $0.job + ($0.isPartial ? " (partial)" : "") }),
            .init(name: "exit", cells: runs.map(exit)),
            counts("success", \.success, givesWay: 2), counts("failed", \.failed, givesWay: 6),
            counts("stored", \.stored, givesWay: 5), counts("revised", \.revised, givesWay: 3),
            counts("requests", \.requests, givesWay: 0),
            .init(
                name: "duration",
                cells: runs.map { run in run.ended.map { Figures.duration($0.seconds(since: run.started)) } ?? "" },
                givesWay: 4),
        ])
    }

    private func exit(_ run: RunRecord) -> String {
        run.exitCode.map(String.init) ?? (run.state == .running && ledger.isBeingWritten ? "running" : "killed")
    }
}

/// What `runs show` says to a person.
struct RunShowPage {
    let facts: RunShowFacts

    var text: String {
        let (account, run, counts) = (facts.account, facts.account.run, facts.account.run.counts)
        var outline = Outline("run \(run.id): \(run.job)")
        outline.add("archive", facts.archive)
        outline.add("state", run.state.rawValue + (run.exitCode.map { ", exit \($0)" } ?? ""))
        outline.add("started", run.started.text())
        outline.add(
            "ended",
            run.ended.map { "\($0.text()), after \(Figures.duration($0.seconds(since: run.started)))" } ?? "not")
        outline.add("planned for", run.now.text())
        outline.add("providers", run.providers.isEmpty ? "none" : run.providers.joined(separator: ", "))
        outline.add(
            "counted",
            "\(Figures.count(counts.total)): \(Figures.count(counts.success)) succeeded, "
                + "\(Figures.count(counts.failed)) failed"
                + (counts.successRate.map { " (\(Figures.tenths($0))%)" } ?? ""))
        outline.add(
            "rows",
            """
            \(Figures.count(counts.stored)) stored, \(Figures.count(counts.revised)) corrected, \
            \(Figures.count(counts.aside.quarantined)) set aside; \
            \(Figures.counted(counts.gapsFilled, "gap")) filled
            """)
        outline.add(
            "asked",
            """
            \(Figures.counted(counts.requests, "request")), \
            \(Figures.counted(counts.retries, "retry", "retries")), \(Figures.bytes(counts.bytes))
            """)
        outline.add("aside", account.aside.isEmpty ? nil : AsideWording.text(account.aside))
        outline.add(
            "markets",
            run.marketsUpdated.map {
                "\(Figures.count($0)) updated, \(Figures.counted(run.pricesUpdated ?? 0, "price"))"
            })
        for met in account.upstreams { outline.add("upstream", Self.upstream(met)) }
        outline.add("failure", run.failure.map(TerminalText.safe))
        outline.add("partial", run.isPartial ? "it looked at a part of what the archive follows" : nil)
        outline.add("version", run.version)
        outline.add("folded", account.folded.units == 0 ? nil : Self.folded(account.folded.units))
        outline.add(
            "troubles", list: account.troubles.map(Self.trouble), of: account.troubleCount - account.folded.troubles,
            rest: Self.rest)
        outline.add("restated", list: account.restated.map(Self.restated), of: account.restatedCount, rest: Self.rest)
        outline.add(
            "quarantined", list: account.quarantined.map(Self.quarantined),
            of: account.quarantinedCount - account.folded.quarantined, rest: Self.rest)
        return outline.text
    }

    /// Where the others are.
    fileprivate static let rest = "--all prints them"

    /// Of a run that is older than a year.
    private static func folded(_ units: Int) -> String {
        """
        of \(Figures.counted(units, "unit")) it is known how many ended in which way, and of each what it came to in \
        the month (table unit_months), no longer what it came to in this run
        """
    }

    /// `NOPE: absent, unknown symbol: No data found; asked again on 2026-11-25`
    private static func trouble(_ unit: RunUnit) -> String {
        let reason = unit.reason.map { ", \(TerminalText.safe(OutageWording.cause($0).description))" } ?? ""
        let next = unit.isForgotten ? "; forgotten since" : unit.nextTry.map { "; asked again \($0.text())" } ?? ""
        return "\(unit.label): \(unit.outcome)\(reason)\(next)"
    }

    /// `yahoo: query2.finance.yahoo.com answered`
    private static func upstream(_ met: RunUpstream) -> String {
        let host = met.host.map { "\(met.upstream): \($0) answered" }
        return [host, met.detail.map(TerminalText.safe)].compactMap { $0 }.joined(separator: "; ")
    }

    fileprivate static func restated(_ record: RestatementRecord) -> String {
        "\(record.label): \(TerminalText.safe(record.reason.description))"
    }

    private static func quarantined(_ unit: RunUnit) -> String {
        let rows = Figures.counted(unit.counts.aside.quarantined, "row")
        return "\(unit.label): \(rows); see penstock quarantine \(unit.provider)"
    }
}

/// What `runs changes` says to a person.
struct RunChangesPage {
    let facts: RunChangesFacts

    var text: String {
        let changes = facts.changes
        guard let through = changes.through else {
            var outline = Outline("no run since run \(changes.since)")
            outline.add("archive", facts.archive)
            return outline.text
        }
        let range = changes.since + 1 == through ? "run \(through)" : "runs \(changes.since + 1) to \(through)"
        var outline = Outline("changes of \(range)")
        outline.add("archive", facts.archive)
        let body = body
        outline.add(body)
        if body.isEmpty { outline.row("nothing changed") }
        let more = changes.revisionCount - changes.revisions.count
        if more > 0 { outline.add("", "and \(Figures.count(more)) more rows; --all prints them") }
        return outline.text
    }

    private var body: Outline {
        let (changes, rest) = (facts.changes, RunShowPage.rest)
        var outline = Outline(nil)
        outline.add("stored", list: changes.stored.map(stored))
        outline.add("folded", changes.foldedThrough.map(folded))
        outline.add("corrected", list: changes.revised.map(revised))
        outline.add(
            "restated", list: changes.restated.map { "run \($0.run), \(RunShowPage.restated($0))" },
            of: changes.restatedCount, rest: rest)
        outline.add("added", list: changes.added.map(unit), of: changes.addedCount, rest: rest)
        outline.add("forgotten", list: changes.forgotten.map(unit), of: changes.forgottenCount, rest: rest)
        outline.add("rows", list: changes.revisions.flatMap(revision))
        return outline
    }

    /// Where `--since` names a run in the middle of a month that is folded.
    private func folded(_ through: Int64) -> String {
        """
        rows that were stored by run \(through) or before it are known by month only, together with those of earlier \
        runs, and are not counted here
        """
    }

    private func stored(_ stored: ArchiveChanges.Stored) -> String {
        let place = [stored.provider, stored.datasets.joined(separator: ", ")].filter { !$0.isEmpty }
        let rows = Figures.counted(stored.rows, "row")
        return "\(place.joined(separator: "/")): \(rows) of \(Figures.counted(stored.units, "unit"))"
    }

    private func revised(_ revised: ArchiveChanges.Revised) -> String {
        let rows = Figures.counted(revised.rows, "row")
        return "\(revised.provider)/\(revised.dataset): \(rows), \(Self.cause(revised.cause))"
    }

    /// A row as it was above the row as it came.
    private func revision(_ record: RevisionRecord) -> [String] {
        [
            """
            run \(record.run), \(record.provider)/\(record.dataset) \(TerminalText.safe(record.key)): \
            \(Self.cause(record.cause))
            """,
            "  was  \(TerminalText.safe(record.stored))",
            "  now  \(record.answered.isEmpty ? "gone" : TerminalText.safe(record.answered))",
        ]
    }

    private func unit(_ unit: ArchiveChanges.Unit) -> String { "\(unit.provider) \(unit.label), run \(unit.run)" }

    static func cause(_ cause: String) -> String {
        switch cause {
        case "revision": "correction"
        case "restated": "restatement"
        case "duplicate": "came twice in one answer"
        default: cause
        }
    }
}
