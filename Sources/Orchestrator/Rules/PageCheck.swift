import Archive
import PluginKit
import Tabular

/// Checks an answer's rows before anything is done with them. Pure; runs beside the fetches, not in the writer.
struct PageCheck {
    let fetch: StoredFetch
    /// Where rows of the unit can be at all.
    var lifetime: Span? = nil

    func check(_ content: PageContent) throws -> CheckedPage {
        var content = content
        let batches = content.takeBatches()
        var page = CheckedPage(content: content)
        var flags = FlagLines()
        page.quarantined = content.setAside
        for (dataset, batch) in batches where !batch.isEmpty {
            let axis = dataset.axisColumn
            try CellCheck(dataset: dataset, batch: batch, now: fetch.now).check()
            var rows = try inOrder(whole(batch, of: dataset, page: &page), of: dataset, page: &page, flags: &flags)
            // Before `insideSpan`, which would drop what lies outside of the unit's life as if it were only not asked
            // for.
            let (ofLife, others) = (
                dataset.rules.filter { $0.check == .lifetime }, dataset.rules.filter { $0.check != .lifetime }
            )
            rows = try keeping(ofLife, rows, of: dataset, axis, page: &page, flags: &flags)
            rows = insideSpan(rows, of: dataset, page: &page)
            rows = try keeping(others, rows, of: dataset, axis, page: &page, flags: &flags)
            if dataset.isSeries { page.series.append((dataset, rows)) } else { page.entities.append((dataset, rows)) }
        }
        page.content.forgetTexts(ofRows: page.odd, in: batches)
        page.flags = content.flags + flags.lines + page.flags
        return page
    }

    /// Without rows of which a text has a NUL, which cannot be read (T2): SQLite ends a text there, and what is behind
    /// it would be lost in silence.
    private func whole(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage) -> Batch {
        let texts = batch.schema.columns.indices.filter {
            batch.schema.columns[$0].type == .text
                && batch.columns[$0].arena.withUnsafeBufferPointer { ByteSearch.contains(0, in: $0) }
        }
        guard !texts.isEmpty else { return batch }
        let broken = (0..<batch.count).filter { row in texts.contains { batch.bytes(row: row, column: $0).contains(0) }
        }
        for row in broken {
            let sent = QuarantinedRow(batch, row, of: dataset, rule: "T2")
            page.odd[dataset.name, default: []].insert(sent.key)
            func shown(_ text: String) -> String { text.replacing("\0", with: "\\u0000") }
            page.quarantined.append(
                QuarantinedRow(
                    dataset: sent.dataset, key: shown(sent.key), rule: sent.rule, raw: shown(sent.raw), tick: sent.tick)
            )
        }
        let isBroken = Set(broken)
        return batch.selecting((0..<batch.count).filter { !isBroken.contains($0) })
    }

    /// E3 and E4: keys strictly increase; an equal repetition collapses, a different one is kept aside, any other order
    /// is refused.
    private func inOrder(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage, flags: inout FlagLines) throws
        -> Batch
    {
        if batch.isInKeyOrder { return batch }
        var rows = batch
        if let rule = dataset.rules.first(where: { $0.check == .increasing }) {
            for row in 1..<batch.count where batch.compareKey(row - 1, to: row, in: batch) > 0 {
                throw PluginError.malformed(
                    """
                    rule \(rule.name) of \(dataset.name): \(batch.keyText(row)) comes after \(batch.keyText(row - 1)) \
                    in the answer
                    """
                )
            }
        } else {
            rows = batch.sortedByKey()
            if rows.isInKeyOrder { return rows }
        }
        let kept = try rows.firstOfEachKey { first, other in
            try repetition(other, of: first, in: rows, of: dataset, page: &page, flags: &flags)
        }
        return kept.count == rows.count ? rows : rows.selecting(kept)
    }

    /// A key that came twice with other cells: the first row stays.
    private func repetition(
        _ row: Int, of first: Int, in rows: Batch, of dataset: Dataset, page: inout CheckedPage, flags: inout FlagLines
    ) throws {
        let rule = dataset.rules.first { $0.check == .distinct }
        page.odd[dataset.name, default: []].insert(rows.keyText(row))
        switch rule?.action {
        case .reject:
            throw PluginError.malformed(
                """
                rule \(rule?.name ?? "") of \(dataset.name): \(rows.keyText(row)) comes twice in the answer with \
                different cells
                """
            )
        case .quarantine:
            page.quarantined.append(QuarantinedRow(rows, row, of: dataset, rule: rule?.name ?? ""))
        case .flag, nil:
            page.duplicates.append((dataset, rows.keyText(row), rows.rowText(first), rows.rowText(row)))
            flags.add(
                rule: rule?.name ?? "E3", dataset: dataset.name, key: rows.keyText(row),
                "it came twice with different cells; the first is stored, the other is in revisions")
        }
    }

    /// T4: rows outside what was asked for are nobody's business in this answer.
    private func insideSpan(_ batch: Batch, of dataset: Dataset, page: inout CheckedPage) -> Batch {
        guard let span = fetch.span, let column = dataset.axisColumn else { return batch }
        let ticks = batch.columns[column].values
        if ticks.allSatisfy(span.contains) { return batch }
        let inside = ticks.indices.filter { span.contains(ticks[$0]) }
        if fetch.cursor == nil, inside.isEmpty {
            // Those of the day before may have been asked for: an upstream takes the ends of a span in its own grain.
            let day: Int64 = dataset.axis == .sessions ? 1 : 86_400_000_000
            page.isBeforeSpan = ticks.allSatisfy { $0 < span.lower - day }
        }
        page.flags.append(
            """
            T4: \(batch.count - inside.count) rows of \(dataset.name) outside \(span.text(on: dataset.axis)) were \
            dropped
            """
        )
        return batch.selecting(inside)
    }

    /// The rows that are stored: what breaks a rule is set aside or named, or the answer is refused.
    private func keeping(
        _ rules: [Rule], _ batch: Batch, of dataset: Dataset, _ axis: Int?, page: inout CheckedPage,
        flags: inout FlagLines
    ) throws -> Batch {
        guard !rules.isEmpty, !batch.isEmpty else { return batch }
        var check = RowCheck(batch, axisColumn: axis, lifetime: lifetime)
        for rule in rules { check.apply(rule) }
        if let (rule, row) = check.refused {
            throw PluginError.malformed(
                "rule \(rule.name) of \(dataset.name) is broken by \(batch.keyText(row)): \(rule.summary)")
        }
        for (rule, rows) in check.flagged {
            for row in rows where check.broken[row] == nil {
                page.odd[dataset.name, default: []].insert(batch.keyText(row))
                flags.add(rule: rule.name, dataset: dataset.name, key: batch.keyText(row), rule.summary)
            }
        }
        guard !check.broken.isEmpty else { return batch }
        for (row, rule) in check.broken.sorted(by: { $0.key < $1.key }) {
            page.odd[dataset.name, default: []].insert(batch.keyText(row))
            page.quarantined.append(QuarantinedRow(batch, row, of: dataset, rule: rule))
        }
        return batch.selecting((0..<batch.count).filter { check.broken[$0] == nil })
    }
}

/// A page whose rows keep the rules of their datasets.
struct CheckedPage: Sendable {
    var series: [(dataset: Dataset, batch: Batch)] = []
    var entities: [(dataset: Dataset, batch: Batch)] = []
    /// What the provider could not build, and what broke a rule.
    var quarantined: [QuarantinedRow] = []
    /// A key that came twice with other cells: the second row's texts.
    var duplicates: [(dataset: Dataset, key: String, kept: String, other: String)] = []
    var flags: [String] = []
    /// It begins a walk, and rows came that are all older than what was asked for: whether there are none in the span,
    /// they do not say.
    var isBeforeSpan = false
    /// Keys' texts of rows that are set aside, contradicted or flagged, by dataset.
    var odd: [String: Set<String>] = [:]
    var content: PageContent

    init(content: PageContent) {
        self.content = content
    }

    /// What the page shows first, changed or not; nil: no subject.
    var firstSubject: String? { content.shown.first?.label ?? content.unchanged.first?.name }

    var rowCount: Int { series.reduce(0) { $0 + $1.batch.count } + entities.reduce(0) { $0 + $1.batch.count } }
}

extension CheckedPage {
    /// Neither a row nor a subject.
    var isEmpty: Bool { rowCount == 0 && firstSubject == nil }

    /// Equal for pages with the same rows and the same subjects, in this process.
    var fingerprint: Int {
        var hasher = Hasher()
        for (dataset, batch) in series + entities {
            hasher.combine(dataset.name)
            hasher.combine(RowDigest(batch))
        }
        for subject in content.shown { hasher.combine(subject.name) }
        for subject in content.unchanged { hasher.combine(subject.name) }
        return hasher.finalize()
    }
}
