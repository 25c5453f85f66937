import PluginKit
import Tabular
import Words

/// How many rows came on each day.
struct DailyPart {
    let providers: [ReportedProvider]

    var markup: Markup {
        let providers = providers.filter { $0.days.contains { $0.rows > 0 } }
        guard !providers.isEmpty else { return "<p class=\"none\">No rows were stored yet.</p>" }
        return """
            <p>Rows by the day on which they were received, not by the day that they are about.</p>
            <div class="charts">
            \(providers.map(figure))
            </div>
            """
    }

    /// Consecutive days, the oldest first; days without rows are there with 0.
    static func days(of provider: ReportedProvider) -> [(day: Day, rows: Int)] {
        guard let first = provider.days.first?.day, let last = provider.days.last?.day else { return [] }
        let rows = Dictionary(provider.days.map { ($0.day, $0.rows) }) { $0 + $1 }
        return (first.number...last.number).map { (Day(number: $0), rows[Day(number: $0)] ?? 0) }
    }

    private func figure(_ provider: ReportedProvider) -> Markup {
        let name = provider.manifest.name
        let days = Self.days(of: provider).map { (day: $0.day.description, rows: $0.rows) }
        let scale = Scale(days.map(\.rows))
        let total = days.reduce(0) { $0 + $1.rows }
        let most = days.max { $0.rows < $1.rows }
        let filled = days.filter { $0.rows > 0 }
        let span =
            filled.count == 1
            ? "on \(most?.day ?? "")"
            : """
            on \(filled.count) of \(days.count) days; the most, \(Figures.count(most?.rows ?? 0)), on \
            \(most?.day ?? "")
            """
        let label = "\(Figures.counted(total, "row")) \(span)"
        let chart = BarChart(
            bars: days.map { BarChart.Bar(value: $0.rows, title: "\($0.day): \(Figures.count($0.rows)) rows") },
            scale: scale,
            label: "Rows per day of \(name): \(label)", feet: feet(days))
        let table = ListTable(
            "Rows per day of \(name)", [("Day", false), ("Rows", true)],
            rows: filled.reversed().map {
                "<tr><th scope=\"row\">\($0.day)</th><td class=\"n\">\(Figures.count($0.rows))</td></tr>"
            },
            total: filled.count)
        return """
            <figure>
            <figcaption><h4><bdi>\(name)</bdi></h4><p \
            class="about">\(label)\(scale.isLogarithmic ? ". The scale is logarithmic." : ".")</p></figcaption>
            \(chart.markup)
            <details><summary>The days as a table</summary>
            \(table.markup)
            </details>
            </figure>
            """
    }

    private func feet(_ days: [(day: String, rows: Int)]) -> [(bar: Int, text: String)] {
        guard let first = days.first, let last = days.last, days.count > 1 else { return days.map { (0, $0.day) } }
        if days.count < 16 { return [(0, "\(first.day) to \(last.day)")] }
        return [(0, first.day), (days.count - 1, last.day)]
    }
}
