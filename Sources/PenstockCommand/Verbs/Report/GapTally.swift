import Archive
import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// Counts gaps, and keeps the first few.
struct GapTally {
    private var shown: [GapLine] = []
    private var total = 0
    /// By the code of the cause.
    private var causes: [String: Int] = [:]

    mutating func add(_ account: UnitAccount) {
        let unit = account.unit
        for part in account.spans {
            switch part.state {
            case .recorded(.gap(let reason, let tries, let next)):
                add(reason, of: unit, part.span.text(on: account.axis), tries, next)
            case .resting(let reason, let next):
                add(reason, of: unit, part.span.text(on: account.axis), unit.tries, next)
            case .failed(let reason):
                add(reason, of: unit, part.span.text(on: account.axis), unit.tries, unit.due)
            case .recorded, .awaited, .unasked: continue
            }
        }
    }

    private mutating func add(
        _ reason: Reason, of unit: UnitRecord, _ span: String, _ tries: Int, _ next: Instant?
    ) {
        total += 1
        causes[reason.code, default: 0] += 1
        guard shown.count < ArchiveGathering.shown else { return }
        shown.append(
            GapLine(
                provider: unit.provider, unit: unit.label, unitID: unit.id, span: span,
                cause: Reason(reason.code).description, detail: reason.detail, tries: tries,
                nextTry: next?.dayUTC.description))
    }

    var listing: Listing<GapLine> {
        Listing(
            shown, total: total,
            kinds: ReportWording.kinds(causes.map { (name: Reason($0.key).description, count: $0.value) }))
    }
}
