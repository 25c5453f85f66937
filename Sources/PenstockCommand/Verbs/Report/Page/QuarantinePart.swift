import Archive
import Orchestrator
import PluginKit
import Words

/// Rows that broke a rule.
struct QuarantinePart {
    let archive: ReportedArchive
    let anchors: UnitAnchors

    private var counts: [QuarantineCount] { archive.providers.flatMap(\.status.quarantine) }
    var total: Int { counts.reduce(0) { $0 + $1.rows } }

    var markup: Markup {
        guard total > 0 else {
            return "<p class=\"none\">Nothing is in quarantine: every row kept its dataset's rules.</p>"
        }
        let table = ListTable(
            "Quarantine",
            [("Rule", false), ("Row", false), ("Reason and text as sent", false), ("Seen", false), ("Times", true)],
            rows: archive.quarantined.map(row), total: total)
        return """
            <p>Rows that broke a rule are kept here as they came, and not in the data. The newest first.</p>
            \(ListTable.kinds(counts.map { ("\($0.rule) of \($0.dataset)", $0.rows) }))
            \(table.markup)
            """
    }

    private func row(_ record: QuarantineRecord) -> Markup {
        let row = record.row
        let (first, last) = (record.firstSeen.minutes, record.lastSeen.minutes)
        let seen: Markup = first == last ? "\(last)" : "\(last)<br><span class=\"soft\">first \(first)</span>"
        return """
            <tr><th scope="row"><bdi>\(row.rule)</bdi></th>\
            <td>\(anchors.name(record.label, record.unit)) \
            <bdi>\(ReportWording.key(row.key, of: record.label))</bdi><br>\
            <bdi class="soft">\(record.provider) / \(row.dataset)</bdi></td>\
            <td><bdi>\(row.reason.isEmpty ? rule(of: record) : row.reason)</bdi>\(RawText(row.raw).markup)</td>\
            <td class="when">\(seen)</td><td class="n">\(Figures.count(record.times))</td></tr>
            """
    }

    /// What the rule says, where the row has no reason of its own.
    private func rule(of record: QuarantineRecord) -> String {
        archive.providers.first { $0.manifest.name == record.provider }?.manifest.words(ofRuleOf: record) ?? ""
    }
}
