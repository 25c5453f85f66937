import PluginKit
import Tabular

/// Checks an answer's rows before anything is done with them. Pure; runs beside the fetches, not in the writer.
struct PageCheck {
    let fetch: StoredFetch
    var lifetime: Span? = nil

    func check(_ content: PageContent) throws -> CheckedPage {
        var content = content
        let batches = content.takeBatches()
        var page = CheckedPage(content: content)
        page.flags = content.flags
        for (dataset, batch) in batches where !batch.isEmpty {
            var rows = try inOrder(batch, of: dataset, page: &page)
            rows = insideSpan(rows, of: dataset, page: &page)
            rows = keepingRules(rows, of: dataset, page: &page)
            if dataset.isSeries { page.series.append((dataset, rows)) } else { page.entities.append((dataset, rows)) }
        }
        return page
    }

    /// E3 and E4: keys strictly increase; an equal repetition collapses, a different one is kept aside, any other order is refused.
    private func inOrder(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage) throws -> Batch {
        if batch.isInKeyOrder { return batch }
        var rows = batch
        if let rule = dataset.rules.first(where: { $0.check == .increasing }) {
            for row in 1..<batch.count where batch.compareKey(row - 1, to: row, in: batch) > 0 {
                throw PluginError.malformed(
                    "rule \(rule.name) of \(dataset.name): \(batch.keyText(row)) comes after \(batch.keyText(row - 1)) in the answer")
            }
        } else {
            rows = batch.sortedByKey()
        }
        var kept: [Int] = []
        for row in 0..<rows.count {
            guard let last = kept.last, rows.compareKey(last, to: row, in: rows) == 0 else {
                kept.append(row)
                continue
            }
            if (0..<rows.schema.width).allSatisfy({ rows.isSame(column: $0, row: last, as: row, in: rows) }) { continue }
            page.duplicates.append((dataset, rows.keyText(row), RowText.of(rows, last), RowText.of(rows, row)))
            page.flags.append(
                "E3: \(dataset.name) \(rows.keyText(row)) came twice with different cells; the first is stored, the other is in revisions")
        }
        return kept.count == rows.count ? rows : rows.selecting(kept)
    }

    /// T4: rows outside what was asked for are nobody's business in this answer.
    private func insideSpan(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage) -> Batch {
        guard let span = fetch.span, let column = dataset.axisColumn else { return batch }
        let ticks = batch.columns[column].values
        if ticks.allSatisfy(span.contains) { return batch }
        let inside = ticks.indices.filter { span.contains(ticks[$0]) }
        page.flags.append("T4: \(batch.count - inside.count) rows of \(dataset.name) outside \(span.text(on: dataset.axis)) were dropped")
        return batch.selecting(inside)
    }

    private func keepingRules(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage) -> Batch {
        var check = RowCheck(batch)
        for rule in dataset.rules where rule.action == .quarantine { check.apply(rule) }
        guard !check.broken.isEmpty else { return batch }
        let axis = dataset.axisColumn
        for (row, rule) in check.broken.sorted(by: { $0.key < $1.key }) {
            let broken = RuleBreak(
                key: batch.keyText(row), rule: rule, raw: RowText.of(batch, row), tick: axis.map { batch.integer(row: row, column: $0) })
            page.quarantined.append((dataset, broken))
        }
        return batch.selecting((0..<batch.count).filter { check.broken[$0] == nil })
    }
}
