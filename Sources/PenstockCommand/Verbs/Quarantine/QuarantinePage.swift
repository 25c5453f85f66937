import Archive
import PluginKit
import Tabular
import Words

/// Rows that rules have set aside, for people. What came from outside is shown so that it cannot do anything to a
/// terminal.
struct QuarantinePage {
    let facts: QuarantineFacts

    var text: String { facts.archives.map { outline($0).text }.joined(separator: "\n") }

    private func outline(_ found: QuarantineFacts.Found) -> Outline {
        var outline = Outline(found.archive)
        for (record, rule) in found.rows {
            let row = record.row
            let reason = row.reason.isEmpty ? rule.map { ": \($0)" } ?? "" : ": \(safe(row.reason))"
            let times =
                record.times == 1
                ? "seen once, \(record.firstSeen.text())"
                : "seen \(Figures.count(record.times)) times, \(record.firstSeen.text()) to \(record.lastSeen.text())"
            outline.row(
                """
                \(safe(record.label))  \(record.provider)/\(row.dataset)  \(safe(row.key))  \
                rule \(safe(row.rule))\(reason)
                """,
                level: 0)
            outline.row(times)
            outline.row(safe(row.raw))
        }
        if found.count == 0 { outline.row("no quarantined rows", level: 0) }
        if found.count > found.rows.count {
            outline.row("and \(Figures.count(found.count - found.rows.count)) more; --last all prints them", level: 0)
        }
        return outline
    }

    private func safe(_ text: String) -> String { TerminalText.safe(text) }
}
