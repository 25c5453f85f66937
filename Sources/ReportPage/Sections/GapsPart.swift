import Words

/// A hole that was asked for and did not come, or a unit that the upstream does not have.
package struct GapLine: Sendable, Equatable {
    package var provider: String
    package var unit: String
    /// `2021-03-01 to 2021-03-04`, or `all of it`.
    package var span: String
    package var cause: String
    package var detail: String
    package var tries: Int
    package var nextTry: String?

    package init(
        provider: String, unit: String, span: String, cause: String, detail: String = "", tries: Int,
        nextTry: String? = nil
    ) {
        self.provider = provider
        self.unit = unit
        self.span = span
        self.cause = cause
        self.detail = detail
        self.tries = tries
        self.nextTry = nextTry
    }
}

/// Holes with their causes.
struct GapsPart {
    let gaps: Listing<GapLine>

    var markup: Markup {
        guard gaps.total > 0 else {
            return "<p class=\"none\">No gaps: whatever was asked for came, or was proved empty.</p>"
        }
        return """
            <p>Holes that were asked for and did not come. They are asked for again, ever less often.</p>
            \(ListTable.kinds(gaps))
            \(ListTable(
                "Gaps", [("Unit", false), ("Span", false), ("Cause", false), ("Tries", true), ("Next try", false)],
                rows: gaps.shown.map(row), total: gaps.total).markup)
            """
    }

    private func row(_ gap: GapLine) -> Markup {
        let detail: Markup = gap.detail.isEmpty ? "" : "<br><bdi class=\"soft\">\(gap.detail)</bdi>"
        return """
            <tr><th scope="row"><bdi>\(gap.unit)</bdi><br><bdi \
            class="soft">\(gap.provider)</bdi></th><td>\(gap.span)</td>\
            <td><bdi>\(gap.cause)</bdi>\(detail)</td><td class="n">\(Figures.count(gap.tries))</td>\
            <td class="when">\(gap.nextTry ?? "none")</td></tr>
            """
    }
}
