import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What one provider's units hold of what they should, for people.
struct CoverageWording {
    let manifest: ProviderManifest
    let archive: String
    private(set) var units = 0
    private(set) var unitsWithHoles = 0
    /// Lists that were never read to their end.
    private(set) var unread: [UnreadList] = []
    /// How all of the provider stands.
    var standing: StandingWording?
    /// Whether a unit of it was printed.
    var hasPrinted = false
    private var sums: [String: AccountTotal] = [:]
    private var late = LateColumns()
    private var lines: [String] = []
    private var named = 0
    /// Of units on sessions: through which session the one was compared whole that has waited longest, and how many
    /// never were.
    private var compared: (units: Int, oldest: Int64?, never: Int) = (0, nil, 0)

    init(manifest: ProviderManifest, archive: String) {
        self.manifest = manifest
        self.archive = archive
    }

    /// In the order in which the provider declares its datasets.
    var totals: [AccountTotal] { manifest.datasets.compactMap { sums[$0.name] } }

    mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        if account.axis == .sessions {
            compared.units += 1
            if let tick = account.unit.rereading.compared {
                compared.oldest = min(compared.oldest ?? tick, tick)
            } else {
                compared.never += 1
            }
        }
        late.add(account)
        for dataset in account.datasets {
            sums[dataset.name, default: AccountTotal(dataset: dataset.name, axis: account.axis)].add(account)
        }
    }

    mutating func add(_ list: UnreadList) { unread.append(list) }

    /// Columns that were gained, and of how many units rows are stored that were read without them.
    var lateColumns: [LateColumns.Count] { late.counts }

    var hasHoles: Bool { unitsWithHoles > 0 || !unread.isEmpty }

    /// Adds a unit's spans to the text, unless so many were named already.
    mutating func name(_ account: UnitAccount, isWhole: Bool, upTo limit: Int) {
        guard named < limit else { return }
        named += 1
        let spans = isWhole ? account.spans : account.holes
        lines += spans.enumerated().map { index, part in
            let label = index == 0 ? account.unit.label : ""
            return "  \(label.column(14)) \(part.span.text(on: account.axis))  \(Self.about(part))"
        }
        if isWhole, let tick = account.unit.rereading.compared {
            lines.append(
                "  \("".column(14)) all rows were held against the upstream through \(account.axis.text(tick))")
        }
        if isWhole { lines += account.columns.map { "  \("".column(14)) \(LateColumns.text($0, on: account.axis))" } }
        if spans.isEmpty { lines.append("  \(account.unit.label.column(14)) nothing is expected yet") }
    }

    /// What waits to be printed.
    mutating func takeLines() -> [String]? {
        defer { lines = [] }
        return lines.isEmpty ? nil : lines
    }

    func text(isProof: Bool) -> String {
        var text = ["\(manifest.name): \(verdict(isProof))", "  archive       \(archive)"]
        if let standing { text.append("  \("standing".column(14))\(standing.headline)") }
        text += totals.map { "  \($0.dataset.column(14))\(Self.about($0, manifest.noun))" }
        if let comparison { text.append("  \("compared".column(14))\(comparison)") }
        text += late.counts.map { "  \("columns".column(14))\(LateColumns.text($0, manifest.noun))" }
        text += lines
        text += unread.prefix(CoverageOutput.shown).map {
            "  \($0.label.column(14)) \(TerminalText.safe($0.text)); what it tells of is not known"
        }
        if unread.count > CoverageOutput.shown {
            text.append("  and \(Figures.count(unread.count - CoverageOutput.shown)) more lists; --csv prints each")
        }
        if unitsWithHoles > named, named > 0 {
            text.append(
                """
                  and \(Figures.count(unitsWithHoles - named)) more with holes; --csv prints every hole, --all every \
                span
                """
            )
        }
        return text.joined(separator: "\n")
    }

    /// `all rows of 503 symbols were held against the upstream through 2026-11-03 or later`
    private var comparison: String? {
        guard let oldest = compared.oldest else { return nil }
        let count = compared.units - compared.never
        return
            "all rows of \(manifest.noun.counted(count)) were held against the upstream through "
            + "\(Axis.sessions.text(oldest))"
            + (count > 1 ? " or later" : "")
            + (compared.never > 0 ? ", of \(Figures.count(compared.never)) not yet" : "")
    }

    private func verdict(_ isProof: Bool) -> String {
        guard units > 0 else {
            return isProof ? "NOT PROVED: it keeps no \(manifest.noun.plural)" : "it keeps no \(manifest.noun.plural)"
        }
        guard hasHoles else { return isProof ? "proved: all that is expected is accounted for" : "all accounted for" }
        guard unitsWithHoles > 0 else {
            let lists =
                """
                no whole answer came of \
                \(Figures.counted(unread.count, "list or named market", "lists or named markets"))
                """
            return isProof ? "NOT PROVED: \(lists)" : lists
        }
        let holes =
            """
            \(manifest.noun.counted(unitsWithHoles)) of \(Figures.count(units)) \
            \(unitsWithHoles == 1 ? "has" : "have") holes
            """
        return isProof ? "NOT PROVED: \(holes)" : holes
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
            ? Figures.counted(Int(total.expected), "session", "sessions") : amount(total.expected, .time)
        let range =
            total.first.flatMap { first in total.last.map { ", \(day(first, total.axis))..\(day($0, total.axis))" } }
            ?? ""
        return
            "\(expected) of \(noun.counted(total.units))\(range): "
            + "\(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))"
            + "; \(Figures.counted(total.rows, "row", "rows"))"
    }

    private static func day(_ tick: Int64, _ axis: Axis) -> String { String(axis.text(tick).prefix(10)) }

    private static func amount(_ ticks: Int64, _ axis: Axis) -> String {
        axis == .sessions ? Figures.count(Int(ticks)) : Figures.duration(Double(ticks) / 1_000_000)
    }

    /// What the upstream's fault was is no try of the unit's.
    static func asked(_ tries: Int, next: Instant) -> String {
        tries == 0
            ? "asked again at the next run"
            : "asked \(Figures.counted(tries, "time", "times")), again on \(next.dayUTC)"
    }

    /// `gap, null bar: ...; asked 3 times, again on 2026-11-27`
    static func about(_ part: AccountedSpan) -> String {
        let reason = part.reason.map { ", \(TerminalText.safe($0.description))" } ?? ""
        switch part.state {
        case .recorded(.stored): return "stored"
        case .recorded(.empty): return "empty\(reason)"
        case .recorded(.unavailable(_, let tries, let next)):
            return "unavailable\(reason)"
                + (next.map { "; asked \(Figures.counted(tries, "time", "times")), again on \($0.dayUTC)" } ?? "")
        case .recorded(.gap(_, let tries, let next)):
            return "gap\(reason); \(asked(tries, next: next))"
        case .resting(_, let next):
            return "not asked for\(reason)" + (next.map { "; asked again on \($0.dayUTC)" } ?? "")
        case .awaited: return "for the next run"
        case .unasked: return "never asked for"
        case .failed(let reason): return "asked, failed: \(TerminalText.safe(OutageWording.cause(reason).description))"
        }
    }
}
