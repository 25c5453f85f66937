import Archive
import Orchestrator
import Words

/// What came and did not become a row as it came, and what could not be compared, in one line.
enum AsideWording {
    /// `1 row newly set aside (3 in all), 2 rows held back, 1 contradicted, 5 stored rows not compared, 4 remarks: KO, PEP and 3 more; penstock quarantine shows the rows`
    static func text(_ aside: RunAside) -> String {
        var parts = parts(aside.held, aside.contradicted, aside.uncompared, aside.remarks)
        if let new = new(aside) {
            parts.insert(aside.newlyQuarantined == aside.quarantined ? new : "\(new) (\(Figures.count(aside.quarantined)) in all)", at: 0)
        } else if aside.quarantined > 0 {
            parts.insert("\(rows(aside.quarantined)) set aside as before", at: 0)
        }
        var text = parts.joined(separator: ", ")
        if !aside.units.isEmpty { text += ": \(names(aside.units, of: aside.unitCount))" }
        return text + (aside.quarantined > 0 ? "; penstock quarantine shows the rows" : "")
    }

    /// As the ledger has it.
    static func text(_ aside: RecordedAside) -> String {
        let parts = parts(aside.held, aside.contradicted, aside.uncompared, aside.remarks)
        return ((aside.quarantined > 0 ? ["\(rows(aside.quarantined)) set aside"] : []) + parts).joined(separator: ", ")
    }

    /// Rows that end a run with 10, with what and where: `1 row newly set aside of KO`
    static func news(_ aside: RunAside) -> [String] {
        let what = [new(aside), aside.held > 0 ? "\(rows(aside.held)) held back" : nil].compactMap { $0 }
        guard let last = what.last, !aside.units.isEmpty else { return what }
        return what.dropLast() + ["\(last) of \(names(aside.units, of: aside.unitCount))"]
    }

    private static func new(_ aside: RunAside) -> String? {
        aside.newlyQuarantined > 0 ? "\(rows(aside.newlyQuarantined)) newly set aside" : nil
    }

    private static func parts(_ held: Int, _ contradicted: Int, _ uncompared: Int, _ remarks: Int) -> [String] {
        [
            held > 0 ? "\(rows(held)) held back" : nil, contradicted > 0 ? "\(Figures.count(contradicted)) contradicted" : nil,
            uncompared > 0 ? "\(Figures.counted(uncompared, "stored row", "stored rows")) not compared" : nil,
            remarks > 0 ? Figures.counted(remarks, "remark", "remarks") : nil,
        ].compactMap { $0 }
    }

    private static func rows(_ count: Int) -> String { Figures.counted(count, "row", "rows") }

    /// The first few of so many.
    static func names(_ shown: [String], of count: Int) -> String {
        count > shown.count ? "\(shown.joined(separator: ", ")) and \(Figures.count(count - shown.count)) more" : Figures.names(shown)
    }
}
