/// A stored row that the upstream answered differently later.
package struct RevisionLine: Sendable, Equatable {
    package var recorded: String
    package var run: Int
    package var dataset: String
    package var unit: String
    /// Empty: the whole unit was written anew.
    package var key: String
    package var cause: String
    /// The row as it was, and as it is.
    package var stored: String
    package var answered: String

    package init(
        recorded: String, run: Int, dataset: String, unit: String, key: String, cause: String, stored: String,
        answered: String
    ) {
        self.recorded = recorded
        self.run = run
        self.dataset = dataset
        self.unit = unit
        self.key = key
        self.cause = cause
        self.stored = stored
        self.answered = answered
    }
}

/// What the upstream changed its mind about.
struct RevisionsPart {
    let revisions: Listing<RevisionLine>

    var markup: Markup {
        guard revisions.total > 0 else {
            return "<p class=\"none\">No revisions: what was answered again was the same as what is stored.</p>"
        }
        return """
            <p>Rows that were answered differently than they were stored, and series that came on another basis. The \
            newest first.</p>
            \(ListTable.kinds(revisions))
            \(ListTable(
                "Revisions", [("Recorded", false), ("Row", false), ("Cause", false), ("Change", false)],
                rows: revisions.shown.map(row), total: revisions.total).markup)
            """
    }

    private func row(_ line: RevisionLine) -> Markup {
        let change: Markup =
            line.key.isEmpty
            ? "<span class=\"soft\">the whole series was written anew</span>"
            : """
            <div class="change"><span class="soft">was</span>\(RawText(line.stored).markup)\
            <span class="soft">is</span>\(RawText(line.answered).markup)</div>
            """
        return """
            <tr><th scope="row" class="when">\(line.recorded)<br><span class="soft">run \(line.run)</span></th>\
            <td><bdi>\(line.unit)</bdi> <bdi>\(line.key)</bdi><br><bdi class="soft">\(line.dataset)</bdi></td>\
            <td><bdi>\(line.cause)</bdi></td>\
            <td>\(change)</td></tr>
            """
    }
}
