import Words

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
