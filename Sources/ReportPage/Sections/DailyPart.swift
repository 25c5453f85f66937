import Words

/// How many rows came on each day.
package struct DailyRows: Sendable, Equatable {
    /// Whose rows: `equities`.
    package var name: String
    /// Consecutive days, the oldest first; days without rows are there with 0.
    package var days: [Count]

    package struct Count: Sendable, Equatable {
        /// `2026-11-23`.
        package var day: String
        package var rows: Int

        package init(_ day: String, _ rows: Int) {
            self.day = day
            self.rows = rows
        }
    }

    package init(name: String, days: [Count]) {
        self.name = name
        self.days = days
    }
}

/// How many rows came on each day.
struct DailyPart {
    let days: [DailyRows]

    var markup: Markup {
        let days = days.filter { $0.days.contains { $0.rows > 0 } }
        guard !days.isEmpty else { return "<p class=\"none\">No rows were stored yet.</p>" }
        return """
            <p>Rows by the day on which they were received, not by the day that they are about.</p>
            <div class="charts">
            \(days.map(figure))
            </div>
            """
    }

    private func figure(_ rows: DailyRows) -> Markup {
        let scale = Scale(rows.days.map(\.rows))
        let total = rows.days.reduce(0) { $0 + $1.rows }
        let most = rows.days.max { $0.rows < $1.rows }
        let filled = rows.days.filter { $0.rows > 0 }
        let span =
            filled.count == 1
            ? "on \(most?.day ?? "")"
            : """
            on \(filled.count) of \(rows.days.count) days; the most, \(Figures.count(most?.rows ?? 0)), on \
            \(most?.day ?? "")
            """
        let label = "\(Figures.counted(total, "row")) \(span)"
        let chart = BarChart(
            bars: rows.days.map { BarChart.Bar(value: $0.rows, title: "\($0.day): \(Figures.count($0.rows)) rows") },
            scale: scale,
            label: "Rows per day of \(rows.name): \(label)", feet: feet(rows.days))
        let table = ListTable(
            "Rows per day of \(rows.name)", [("Day", false), ("Rows", true)],
            rows: filled.reversed().map {
                "<tr><th scope=\"row\">\($0.day)</th><td class=\"n\">\(Figures.count($0.rows))</td></tr>"
            },
            total: filled.count)
        return """
            <figure>
            <figcaption><h4><bdi>\(rows.name)</bdi></h4><p \
            class="about">\(label)\(scale.isLogarithmic ? ". The scale is logarithmic." : ".")</p></figcaption>
            \(chart.markup)
            <details><summary>The days as a table</summary>
            \(table.markup)
            </details>
            </figure>
            """
    }

    private func feet(_ days: [DailyRows.Count]) -> [(bar: Int, text: String)] {
        guard let first = days.first, let last = days.last, days.count > 1 else { return days.map { (0, $0.day) } }
        if days.count < 16 { return [(0, "\(first.day) to \(last.day)")] }
        return [(0, first.day), (days.count - 1, last.day)]
    }
}
