import Archive
import PluginKit
import Tabular
import Words

/// Rows that rules have set aside, for people. What came from outside is shown so that it cannot do anything to a
/// terminal.
struct QuarantineWording {
    let archive: String
    var records: [QuarantineRecord]
    /// All that there are.
    var count: Int
    /// What rules say, by `provider/dataset/rule`.
    var rules: [String: String] = [:]

    var text: String {
        guard count > 0 else { return "\(archive)\nno quarantined rows" }
        var lines = [archive]
        for record in records {
            let row = record.row
            let reason = row.reason.isEmpty ? rule(of: record).map { ": \($0)" } ?? "" : ": \(safe(row.reason))"
            let times =
                record.times == 1
                ? "seen once, \(record.firstSeen.text())"
                : "seen \(Figures.count(record.times)) times, \(record.firstSeen.text()) to \(record.lastSeen.text())"
            lines.append(
                """
                \(safe(record.label))  \(record.provider)/\(row.dataset)  \(safe(row.key))  \
                rule \(safe(row.rule))\(reason)
                """
            )
            lines.append("  \(times)")
            lines.append("  \(safe(row.raw))")
        }
        if count > records.count { lines.append("and \(Figures.count(count - records.count)) more; --last all prints them") }
        return lines.joined(separator: "\n")
    }

    /// The rule in words, where this build still has it.
    func rule(of record: QuarantineRecord) -> String? {
        rules["\(record.provider)/\(record.row.dataset)/\(record.row.rule)"]
    }

    private func safe(_ text: String) -> String { TerminalText.safe(text) }
}
