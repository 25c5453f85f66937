import Archive
import Orchestrator
import PluginKit
import ReportPage
import Tabular
import Words

/// One archive. Memory is bounded: units are read one at a time, and of each list the first few are kept.
struct ArchiveGathering {
    let reader: ArchiveReader
    let providers: [any LoadedProvider]
    let now: Instant
    let tolerated: Int
    let nextRun: NextRun

    /// How much of each list is on the page.
    static let shown = 40
    static let days = 90

    private var names: [String] { providers.map(\.manifest.name) }

    func section() throws -> ArchiveSection {
        var section = ArchiveSection(path: reader.directory, facts: facts)
        var gaps = GapTally()
        var units = UnitGathering()
        for (index, provider) in providers.enumerated() {
            var tally = UnitTally(
                provider: provider, units: try reader.record.standingCount(of: provider.manifest.name))
            let status = try Standings(now: now, tolerated: tolerated).standing(of: provider, in: reader) { account in
                if let row = try tally.add(account) { units.add(account, row, ofProvider: index) }
                gaps.add(account)
            }.status
            section.cards +=
                CardWording(
                    status: status, manifest: provider.manifest, nextScheduled: nextRun.next(of: provider.manifest.name)
                ).cards
            section.coverage += tally.maps
            if let days = try days(of: provider.manifest.name) { section.days.append(days) }
            if let subjects = status.subjects {
                let counts = "\(Figures.count(subjects.followed)) followed of \(Figures.count(subjects.known)) known"
                section.facts.append(Fact("\(provider.manifest.name) \(subjects.noun.plural)", counts))
            }
        }
        section.units = try units.listing(reader)
        section.gaps = gaps.listing
        section.runs = Listing(
            try reader.record.runs(limit: Self.shown).map {
                ReportWording.line(of: $0, isBeingWritten: reader.writer != nil)
            },
            total: try reader.record.runCount)
        section.quarantine = try quarantine()
        section.remarks = try remarks()
        section.revisions = try revisions()
        return section
    }

    private var facts: [Fact] {
        var facts = [Fact("storage", reader.sinks.map(\.name).joined(separator: ", "))]
        if let database = reader.outsideDatabase { facts.append(Fact("database", ArchiveWording.outside(database))) }
        if let writer = reader.writer { facts.append(Fact("now writing", writer)) }
        return facts
    }

    private func days(of provider: String) throws -> DailyRows? {
        let counts = try reader.record.rowsPerDay(of: provider, days: Self.days)
        guard let first = counts.first?.day, let last = counts.last?.day else { return nil }
        let rows = Dictionary(counts.map { ($0.day, $0.rows) }) { $0 + $1 }
        return DailyRows(
            name: provider,
            days: (first.number...last.number).map {
                DailyRows.Count(Day(number: $0).description, rows[Day(number: $0)] ?? 0)
            })
    }

    private func quarantine() throws -> Listing<QuarantineLine> {
        let rules = try providers.flatMap { try reader.record.quarantineCounts(of: $0.manifest.name) }
        let kinds = rules.map { (name: "\($0.rule) of \($0.dataset)", count: $0.rows) }
        return Listing(
            try reader.record.newestQuarantined(of: names, limit: Self.shown).map {
                ReportWording.line(of: $0, rule: rule(of: $0))
            },
            total: rules.reduce(0) { $0 + $1.rows },
            kinds: ReportWording.kinds(kinds))
    }

    private func rule(of record: QuarantineRecord) -> String? {
        providers.first { $0.manifest.name == record.provider }?.manifest.dataset(named: record.row.dataset)?
            .rules.first { $0.name == record.row.rule }?.summary
    }

    private func remarks() throws -> Listing<RemarkLine> {
        let newest = try reader.record.newestRemarks(of: names, limit: Self.shown)
        return Listing(
            newest.shown.map(ReportWording.line(of:)), total: newest.counts.reduce(0) { $0 + $1.count },
            kinds: ReportWording.kinds(newest.counts.map { (name: $0.rule, count: $0.count) }))
    }

    private func revisions() throws -> Listing<RevisionLine> {
        let newest = try reader.record.newestCorrections(of: names, limit: Self.shown)
        let dated =
            newest.restatements.map { (date: $0.recorded, line: ReportWording.line(of: $0)) }
            + newest.revisions.map { (date: $0.recorded, line: ReportWording.line(of: $0)) }
        // The order of those of one moment is kept.
        let sorted = dated.enumerated().sorted { ($1.element.date, $0.offset) < ($0.element.date, $1.offset) }
        var kinds = newest.revisionCounts.map { (name: "rows: \(RunChangesPage.cause($0.cause))", count: $0.rows) }
        if newest.restatementCount > 0 { kinds.append((name: "series: restatement", count: newest.restatementCount)) }
        return Listing(
            sorted.prefix(Self.shown).map(\.element.line), total: kinds.reduce(0) { $0 + $1.count },
            kinds: ReportWording.kinds(kinds))
    }
}
