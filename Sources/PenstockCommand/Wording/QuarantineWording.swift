import Archive
import Tabular
import Words

/// Rows that rules have set aside, for people. What came from outside is shown so that it cannot do anything to a
/// terminal.
struct QuarantineWording {
    let archive: String
    var rows: [QuarantineRecord]
    /// All that there are.
    var count: Int
    /// What rules say, by `provider/dataset/rule`.
    var rules: [String: String] = [:]

    var text: String {
        guard count > 0 else { return "\(archive)\nno quarantined rows" }
        var lines = [archive]
        for row in rows {
            let reason = row.reason.isEmpty ? rule(of: row).map { ": \($0)" } ?? "" : ": \(safe(row.reason))"
            let times =
                row.times == 1
                ? "seen once, \(row.firstSeen.text())"
                : "seen \(Figures.count(row.times)) times, \(row.firstSeen.text()) to \(row.lastSeen.text())"
            lines.append(
                "\(safe(row.label))  \(row.provider)/\(row.dataset)  \(safe(row.key))  rule \(safe(row.rule))\(reason)")
            lines.append("  \(times)")
            lines.append("  \(safe(row.raw))")
        }
        if count > rows.count { lines.append("and \(Figures.count(count - rows.count)) more; --last all prints them") }
        return lines.joined(separator: "\n")
    }

    /// The rule in words, where this build still has it.
    func rule(of row: QuarantineRecord) -> String? { rules["\(row.provider)/\(row.dataset)/\(row.rule)"] }

    private func safe(_ text: String) -> String { TerminalText.safe(text) }
}
