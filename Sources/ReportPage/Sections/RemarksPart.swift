/// Something odd about rows that are stored.
package struct RemarkLine: Sendable, Equatable {
    package var recorded: String
    package var run: Int
    package var unit: String
    /// `E9`
    package var rule: String
    package var text: String

    package init(recorded: String, run: Int, unit: String, rule: String, text: String) {
        self.recorded = recorded
        self.run = run
        self.unit = unit
        self.rule = rule
        self.text = text
    }
}

/// What is odd about rows that are stored all the same.
struct RemarksPart {
    let remarks: Listing<RemarkLine>

    var markup: Markup {
        guard remarks.total > 0 else { return "<p class=\"none\">No remarks: no stored row looked odd.</p>" }
        let table = ListTable(
            "Remarks", [("Told", false), ("Rule", false), ("Remark", false)],
            rows: remarks.shown.map(row), total: remarks.total)
        return """
            <p>Rows that are stored as they came although they are unlikely, each told once. The newest first.</p>
            \(ListTable.kinds(remarks))
            \(table.markup)
            """
    }

    private func row(_ line: RemarkLine) -> Markup {
        """
        <tr><th scope="row" class="when">\(line.recorded)<br><span class="soft">run \(line.run)</span></th>\
        <td><bdi>\(line.rule)</bdi></td><td><bdi>\(line.unit)</bdi><br><bdi>\(line.text)</bdi></td></tr>
        """
    }
}
