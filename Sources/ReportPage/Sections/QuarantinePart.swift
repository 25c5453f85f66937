import Words

/// A row that broke a rule.
package struct QuarantineLine: Sendable, Equatable {
    package var rule: String
    package var dataset: String
    package var unit: String
    package var key: String
    package var reason: String
    /// As the upstream sent it. A long one is cut on the page, and says so.
    package var raw: String
    package var firstSeen: String
    package var lastSeen: String
    package var times: Int

    package init(
        rule: String, dataset: String, unit: String, key: String, reason: String, raw: String, firstSeen: String,
        lastSeen: String,
        times: Int = 1
    ) {
        self.rule = rule
        self.dataset = dataset
        self.unit = unit
        self.key = key
        self.reason = reason
        self.raw = raw
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.times = times
    }
}

/// Rows that broke a rule.
struct QuarantinePart {
    let quarantine: Listing<QuarantineLine>

    var markup: Markup {
        guard quarantine.total > 0 else {
            return "<p class=\"none\">Nothing is in quarantine: every row kept its dataset's rules.</p>"
        }
        let table = ListTable(
            "Quarantine",
            [("Rule", false), ("Row", false), ("Reason and text as sent", false), ("Seen", false), ("Times", true)],
            rows: quarantine.shown.map(row), total: quarantine.total)
        return """
            <p>Rows that broke a rule are kept here as they came, and not in the data. The newest first.</p>
            \(ListTable.kinds(quarantine))
            \(table.markup)
            """
    }

    private func row(_ line: QuarantineLine) -> Markup {
        let seen: Markup =
            line.firstSeen == line.lastSeen
            ? "\(line.lastSeen)" : "\(line.lastSeen)<br><span class=\"soft\">first \(line.firstSeen)</span>"
        return """
            <tr><th scope="row"><bdi>\(line.rule)</bdi></th>\
            <td><bdi>\(line.unit)</bdi> <bdi>\(line.key)</bdi><br><bdi class="soft">\(line.dataset)</bdi></td>\
            <td><bdi>\(line.reason)</bdi>\(RawText(line.raw).markup)</td>\
            <td class="when">\(seen)</td><td class="n">\(Figures.count(line.times))</td></tr>
            """
    }
}
