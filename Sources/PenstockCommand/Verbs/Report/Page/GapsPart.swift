import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// Holes with their causes.
struct GapsPart {
    let gaps: GapTally
    let anchors: UnitAnchors

    var markup: Markup {
        guard gaps.total > 0 else {
            return "<p class=\"none\">No gaps: whatever was asked for came, or was proved empty.</p>"
        }
        return """
            <p>Holes that were asked for and did not come. They are asked for again, ever less often.</p>
            \(ListTable.kinds(gaps.codes.map { (Reason($0.key).description, $0.value) }))
            \(ListTable(
                "Gaps", [("Unit", false), ("Span", false), ("Cause", false), ("Tries", true), ("Next try", false)],
                rows: gaps.shown.map(row), total: gaps.total).markup)
            """
    }

    private func row(_ gap: GapTally.Gap) -> Markup {
        let reason = gap.part.reason ?? Reason("")
        let detail: Markup = reason.detail.isEmpty ? "" : "<br><bdi class=\"soft\">\(reason.detail)</bdi>"
        return """
            <tr><th scope="row">\(anchors.name(gap.unit.label, gap.unit.id))<br><bdi \
            class="soft">\(gap.unit.provider)</bdi></th><td>\(gap.part.span.text(on: gap.axis))</td>\
            <td><bdi>\(Reason(reason.code).description)</bdi>\(detail)</td><td \
            class="n">\(Figures.count(gap.tries))</td>\
            <td class="when">\(gap.next?.dayUTC.description ?? "none")</td></tr>
            """
    }
}
