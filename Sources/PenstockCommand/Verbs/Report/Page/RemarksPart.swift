import Archive

/// What is odd about rows that are stored all the same.
struct RemarksPart {
    let remarks: [RemarkRecord]
    /// By rule.
    let counts: [(rule: String, count: Int)]
    let anchors: UnitAnchors

    var total: Int { counts.reduce(0) { $0 + $1.count } }

    var markup: Markup {
        guard total > 0 else { return "<p class=\"none\">No remarks: no stored row looked odd.</p>" }
        let table = ListTable(
            "Remarks", [("Told", false), ("Rule", false), ("Remark", false)], rows: remarks.map(row), total: total)
        return """
            <p>Rows that are stored as they came although they are unlikely, each told once. The newest first.</p>
            \(ListTable.kinds(counts.map { ($0.rule, $0.count) }))
            \(table.markup)
            """
    }

    private func row(_ remark: RemarkRecord) -> Markup {
        // Most of them begin with their unit, as lines of the log do.
        let text =
            remark.text.hasPrefix(remark.label + ": ")
            ? String(remark.text.dropFirst(remark.label.count + 2)) : remark.text
        return """
            <tr><th scope="row" class="when">\(remark.recorded.minutes)<br><span class="soft">run \
            \(remark.run)</span></th>\
            <td><bdi>\(remark.rule)</bdi></td><td>\(anchors.name(remark.label, remark.unit))<br><bdi>\(text)</bdi>\
            </td></tr>
            """
    }
}
