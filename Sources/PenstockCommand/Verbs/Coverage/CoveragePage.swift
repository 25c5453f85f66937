import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What `coverage` says to a person of one provider: its verdict and its sums, and spans of the units that are named.
struct CoveragePage {
    private let isWhole: Bool
    private let isProof: Bool
    /// Spans that wait to be printed, and how many units they are of, or were printed before.
    private var spans = Outline(nil)
    private var named = 0

    /// So many units with holes are named where not all of them are asked for.
    static let shown = 20

    /// - Parameters:
    ///   - isWhole: every unit is named, with every span.
    ///   - isProof: the verdict is whether all is proved.
    init(isWhole: Bool, isProof: Bool) {
        self.isWhole = isWhole
        self.isProof = isProof
    }

    /// Adds a unit's spans, unless so many were named already.
    mutating func name(_ unit: UnitCoverage) {
        guard isWhole || named < Self.shown else { return }
        named += 1
        let (label, axis) = (unit.account.unit.label, unit.account.axis)
        func add(_ label: String, _ text: String) { spans.row("\(label.column(14)) \(text)") }
        for (index, part) in unit.spans.enumerated() {
            add(index == 0 ? label : "", "\(part.span.text(on: axis))  \(SpanWording.about(part))")
        }
        if isWhole {
            if let tick = unit.account.unit.rereading.compared {
                add("", "all rows were held against the upstream through \(axis.text(tick))")
            }
            for column in unit.account.columns { add("", Self.about(column, on: axis)) }
        }
        if unit.spans.isEmpty { add(label, "nothing is expected yet") }
    }

    /// What waits to be printed; nil: nothing.
    mutating func takeSpans() -> String? {
        defer { spans = Outline(nil) }
        return spans.isEmpty ? nil : spans.text
    }

    func text(_ facts: CoverageFacts) -> String {
        var outline = Outline("\(facts.manifest.name): \(verdict(facts))")
        outline.add("archive", facts.archive)
        outline.add("standing", facts.standing?.headline)
        for total in facts.totals { outline.add(total.dataset, Self.about(total, facts.manifest.noun)) }
        outline.add("compared", Self.comparison(facts))
        for count in facts.lateColumns { outline.add("columns", Self.about(count, facts.manifest.noun)) }
        outline.add(spans)
        for list in facts.unread.prefix(Self.shown) {
            outline.row("\(list.label.column(14)) \(TerminalText.safe(list.text)); what it tells of is not known")
        }
        if facts.unread.count > Self.shown {
            outline.row("and \(Figures.count(facts.unread.count - Self.shown)) more lists; --csv prints each")
        }
        if facts.unitsWithHoles > named, named > 0 {
            outline.row(
                """
                and \(Figures.count(facts.unitsWithHoles - named)) more with holes; --csv prints every hole, --all \
                every span
                """)
        }
        return outline.text
    }

    private func verdict(_ facts: CoverageFacts) -> String {
        let lack = Self.lack(facts)
        if isProof { return lack.map { "NOT PROVED: \($0)" } ?? "proved: all that is expected is accounted for" }
        return lack ?? "all accounted for"
    }

    /// nil: nothing.
    private static func lack(_ facts: CoverageFacts) -> String? {
        let noun = facts.manifest.noun
        if facts.units == 0, facts.manifest.hasSeries { return "it keeps no \(noun.plural)" }
        if facts.unitsWithHoles > 0 {
            let have = facts.unitsWithHoles == 1 ? "has" : "have"
            return "\(noun.counted(facts.unitsWithHoles)) of \(Figures.count(facts.units)) \(have) holes"
        }
        guard !facts.unread.isEmpty else { return nil }
        return
            """
            no whole answer came of \
            \(Figures.counted(facts.unread.count, "list or named market", "lists or named markets"))
            """
    }

    /// `all rows of 503 symbols were held against the upstream through 2026-11-03 or later`
    private static func comparison(_ facts: CoverageFacts) -> String? {
        let compared = facts.compared
        guard let oldest = compared.oldest else { return nil }
        let count = compared.units - compared.never
        return
            "all rows of \(facts.manifest.noun.counted(count)) were held against the upstream through "
            + "\(Axis.sessions.text(oldest))"
            + (count > 1 ? " or later" : "")
            + (compared.never > 0 ? ", of \(Figures.count(compared.never)) not yet" : "")
    }

    /// `868,231 sessions of 503 symbols: 868,000 stored, 200 empty, 31 missing`
    private static func about(_ total: AccountTotal, _ noun: ProviderManifest.Noun) -> String {
        let states = [
            ("stored", "stored"), ("empty", "empty"), ("unavailable", "unavailable"), ("awaited", "for the next run"),
        ]
        var parts = states.filter { total.amount($0.0) > 0 }.map { "\(amount(total.amount($0.0), total.axis)) \($0.1)" }
        if total.missing > 0 { parts.append("\(amount(total.missing, total.axis)) missing") }
        let expected =
            total.axis == .sessions
            ? Figures.counted(Int(total.expected), "session") : amount(total.expected, .time)
        let range =
            total.first.flatMap { first in total.last.map { ", \(day(first, total.axis))..\(day($0, total.axis))" } }
            ?? ""
        return
            "\(expected) of \(noun.counted(total.units))\(range): "
            + "\(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))"
            + "; \(Figures.counted(total.rows, "row"))"
    }

    private static func day(_ tick: Int64, _ axis: Axis) -> String { String(axis.text(tick).prefix(10)) }

    private static func amount(_ ticks: Int64, _ axis: Axis) -> String {
        axis == .sessions ? Figures.count(Int(ticks)) : Figures.duration(Double(ticks) / 1_000_000)
    }

    /// `trades.outcome came later: 12 markets have rows that were read without it, 3 of them no others`
    private static func about(_ count: CoverageFacts.LateColumnCount, _ noun: ProviderManifest.Noun) -> String {
        let have = count.units == 1 ? "has" : "have"
        let unread = count.unread > 0 ? ", \(Figures.count(count.unread)) of them no others" : ""
        return
            """
            \(count.dataset).\(count.column) came later: \(noun.counted(count.units)) \(have) rows that were read \
            without it\(unread)
            """
    }

    /// `trades.outcome is null in rows through 2026-11-30T05:00:00Z, which were read without it`
    private static func about(_ late: LateColumn, on axis: Axis) -> String {
        let name = "\(late.dataset).\(late.column)"
        guard let last = late.unreadThrough else { return "\(name) was not read yet: it is null in all rows" }
        return "\(name) is null in rows through \(axis.text(last)), which were read without it"
    }
}
