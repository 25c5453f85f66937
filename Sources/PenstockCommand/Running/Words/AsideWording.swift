import Archive
import Orchestrator
import Words

/// What came and did not become a row as it came, and what could not be compared, in one line.
enum AsideWording {
    /// `1 row newly set aside (3 in all), 2 rows held back, 1 contradicted, 5 stored rows not compared, 4 remarks: KO,
    /// PEP and 3 more; penstock quarantine shows the rows`
    static func text(_ report: RunReport) -> String {
        let aside = report.counts.aside
        var parts = parts(aside)
        if let new = new(aside) {
            parts.insert(
                aside.newlyQuarantined == aside.quarantined
                    ? new : "\(new) (\(Figures.count(aside.quarantined)) in all)", at: 0)
        } else if aside.quarantined > 0 {
            parts.insert("\(rows(aside.quarantined)) set aside as before", at: 0)
        }
        var text = parts.joined(separator: ", ")
        if !report.asideUnits.isEmpty { text += ": \(names(report.asideUnits, of: report.asideUnitCount))" }
        return text + (aside.quarantined > 0 ? "; penstock quarantine shows the rows" : "")
    }

    /// As the ledger has it.
    static func text(_ aside: RunCounts.Aside) -> String {
        ((aside.quarantined > 0 ? ["\(rows(aside.quarantined)) set aside"] : []) + parts(aside)).joined(separator: ", ")
    }

    /// Rows that end a run with 10, with what and where: `1 row newly set aside of KO`
    static func news(_ report: RunReport) -> [String] {
        let aside = report.counts.aside
        let what = [new(aside), aside.held > 0 ? "\(rows(aside.held)) held back" : nil].compactMap { $0 }
        guard let last = what.last, !report.asideUnits.isEmpty else { return what }
        return what.dropLast() + ["\(last) of \(names(report.asideUnits, of: report.asideUnitCount))"]
    }

    private static func new(_ aside: RunCounts.Aside) -> String? {
        aside.newlyQuarantined > 0 ? "\(rows(aside.newlyQuarantined)) newly set aside" : nil
    }

    private static func parts(_ aside: RunCounts.Aside) -> [String] {
        [
            aside.held > 0 ? "\(rows(aside.held)) held back" : nil,
            aside.contradicted > 0 ? "\(Figures.count(aside.contradicted)) contradicted" : nil,
            aside.uncompared > 0
                ? "\(Figures.counted(aside.uncompared, "stored row")) not compared" : nil,
            aside.remarks > 0 ? Figures.counted(aside.remarks, "remark") : nil,
        ].compactMap { $0 }
    }

    private static func rows(_ count: Int) -> String { Figures.counted(count, "row") }

    /// The first few of so many.
    static func names(_ shown: [String], of count: Int) -> String {
        count > shown.count
            ? "\(shown.joined(separator: ", ")) and \(Figures.count(count - shown.count)) more" : Figures.names(shown)
    }
}
