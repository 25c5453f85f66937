import PluginKit
import Tabular

/// One page on its way into the stores: what each of them is to write of it, looked at before anything is changed, and
/// staged with what the page changes in the record.
struct PageWriting {
    private let page: PageCommit
    private let record: Record
    private let reader: ArchiveReader
    /// Of the plan.
    private let now: Instant?
    /// Of the page's unit.
    private var parts: [SeriesPart] = []
    /// What is written, store by store; known from ``look(in:)`` on.
    private var writes: [(store: any SeriesStore, write: SeriesWrite)] = []
    /// What the rows begin with, of files that do not know it yet.
    private var prefixes: [(part: SeriesPart, keys: KeyRange)] = []

    init(_ page: PageCommit, in reader: ArchiveReader, now: Instant?) throws {
        self.page = page
        self.reader = reader
        record = reader.record
        self.now = now
        if isOfSeries || !page.held.isEmpty { parts = try record.parts(of: page.unit) }
    }

    private var isOfSeries: Bool { !page.series.isEmpty || page.releasesHeld }

    /// Whether the open group has to be committed first: a part that it writes anew cannot be written anew a second
    /// time in it.
    func mustCommit(_ group: CommitGroup?) -> Bool {
        guard isOfSeries, let group else { return false }
        return reader.allStores.contains { store in
            parts.contains { part in
                guard part.sink == store.name else { return false }
                if page.releasesHeld, store.mustCommit(group, before: .merge, to: part) { return true }
                return page.series.contains {
                    $0.dataset.name == part.dataset
                        && store.mustCommit(group, before: SeriesWrite.Kind($0.rows), to: part)
                }
            }
        }
    }

    /// The group was committed: the record says more of the unit.
    mutating func reload() throws { parts = try record.parts(of: page.unit) }

    /// Looks at everything that could be wrong with the unit's own rows. Changes nothing.
    mutating func look(in group: CommitGroup?) throws {
        if page.releasesHeld {
            try record.checkSpool(of: page.unit)
        } else if !page.held.isEmpty {
            try record.lookAtSpool(of: page.unit)
        }
        for rows in page.held { try own(rows.batch, of: rows.dataset, in: group) }
        for change in page.series {
            try own(change.rows.batch, of: change.dataset, in: group)
            guard !page.held.contains(where: { $0.dataset.name == change.dataset.name }) else {
                throw ArchiveError(
                    .misuse, "\(page.unit.label): one page holds rows of \(change.dataset.name) back and writes others")
            }
            let series = Series(page.unit, change.dataset)
            let batch = change.rows.batch
            let rows = RowSource(batch, of: change.dataset, digest: RowDigest(batch))
            for store in try reader.stores(of: series) {
                guard let part = parts.first(where: { $0.dataset == change.dataset.name && $0.sink == store.name })
                else {
                    throw ArchiveError(
                        .misuse, "\(page.unit.name) was not admitted with the dataset \(change.dataset.name)")
                }
                let write = SeriesWrite(series: series, part: part, kind: SeriesWrite.Kind(change.rows), rows: rows)
                guard try store.look(at: write, in: group) else { continue }
                if case .append = write.kind { try refuseBackward(write, behind: (group?.present(part) ?? part).rows) }
                writes.append((store, write))
            }
        }
        guard page.releasesHeld else { return }
        for store in reader.allStores {
            for part in parts where part.sink == store.name {
                guard let dataset = try dataset(part.dataset) else { continue }
                try store.look(at: part, of: Series(page.unit, dataset), in: group)
            }
        }
    }

    /// Keys of two units never meet. A table finds out by its own key; of files each would take them.
    private mutating func own(_ rows: Batch, of dataset: Dataset, in group: CommitGroup?) throws {
        guard !rows.isEmpty, let columns = KeyPrefix.columns(of: dataset), !columns.isEmpty else { return }
        let files = parts.filter { $0.dataset == dataset.name && $0.file != nil }
        guard !files.isEmpty else { return }
        guard let text = try KeyPrefix(of: rows, columns: columns)?.text() else {
            throw taken(dataset, "rows of one page begin with different keys, \(rows.keyText(0)) the first")
        }
        let keys = KeyRange(provider: page.unit.provider, dataset: dataset.name, prefix: text)
        var isFree = false
        for part in files {
            if let known = group?.prefix(of: part) ?? part.file?.prefix {
                guard known == text else { throw taken(dataset, "rows of \(text) came, and it has those of \(known)") }
                continue
            }
            if !isFree, let owner = try owner(of: keys, in: group) {
                throw taken(dataset, "rows of \(text) belong to \(owner) already")
            }
            isFree = true
            prefixes.append((part, keys))
        }
    }

    /// Another unit that has them; nil: none.
    private func owner(of keys: KeyRange, in group: CommitGroup?) throws -> String? {
        if let owner = group?.owner(of: keys) {
            return owner == page.unit.id ? nil : try record.unit(owner)?.label
        }
        return try record.owner(of: keys, besides: page.unit)
    }

    private func taken(_ dataset: Dataset, _ what: String) -> ArchiveError {
        ArchiveError(
            .keyTaken, "\(page.unit.label): \(dataset.name): \(what)",
            fix: "keys of two units must never meet; this is a defect of the plugin, please report it")
    }

    private func refuseBackward(_ write: SeriesWrite, behind stored: RowTally) throws {
        guard let last = stored.last, let first = write.rows.first, first < last else { return }
        let dataset = write.series.dataset
        throw ArchiveError(
            .misuse,
            """
            \(page.unit.label): rows of \(dataset.name) to append begin at \(dataset.axis.text(first)), before the \
            last stored
            """
        )
    }

    private func dataset(_ name: String) throws -> Dataset? {
        try page.held.first { $0.dataset.name == name }?.dataset ?? record.dataset(name, of: page.unit.provider)
    }

    /// Stages all of it.
    func stage(in group: CommitGroup) throws -> PageEffect {
        var effect = try record.apply(page, now: now)
        // Of series that are in the sinks their stores do it.
        let kept = try page.series.map(\.dataset).filter {
            try !$0.views.isEmpty && record.keeps($0.name, of: page.unit.provider)
        }
        for dataset in page.entities.map(\.dataset) + kept where !dataset.views.isEmpty {
            for store in reader.stores { try store.declareViews(of: dataset, of: page.unit.provider) }
        }
        for (part, keys) in prefixes { group.note(keys, of: part) }
        for change in page.series { try noteReading(change, in: group) }
        for (store, write) in writes { try store.stage(write, in: group) }
        if page.releasesHeld { effect.revised += try stageHeld(in: group) }
        return effect
    }

    /// From which row on the series is read with all of its columns, once the page is written.
    private func noteReading(_ change: SeriesChange, in group: CommitGroup) throws {
        let series = Series(page.unit, change.dataset)
        switch (change.rows, change.readFrom) {
        case (.replace(_, isLast: false), _): return
        case (.replace, nil): try record.read(series, from: nil)
        case (_, let tick):
            for part in parts where part.dataset == change.dataset.name {
                try record.widen(group.present(part), of: series)
            }
            if let tick { try record.read(series, from: tick) }
        }
    }

    /// The rows that waited: the pages came from new to old, so the last comes first. Returns how many stored rows
    /// become others; those are kept in `revisions`. Every store reads the spool; the first one keeps what it finds.
    private func stageHeld(in group: CommitGroup) throws -> Int {
        var revised = 0
        for name in try record.spooledDatasets(of: page.unit) {
            guard let dataset = try dataset(name) else {
                throw ArchiveError(
                    .wrongRecord, "\(page.unit.label): the spool holds rows of \(name), which nobody declares")
            }
            let series = Series(page.unit, dataset)
            for (index, store) in try reader.stores(of: series).enumerated() {
                guard let part = parts.first(where: { $0.dataset == name && $0.sink == store.name }) else {
                    throw ArchiveError(.wrongRecord, "\(page.unit.name) was not admitted with the dataset \(name)")
                }
                let present = group.present(part)
                var write = SeriesWrite(
                    series: series, part: part, kind: .merge, rows: try spooled(series, isRecording: index == 0))
                if index == 0 {
                    let gained = try record.gained(present, of: series)
                    write.replacing = { stored, row, answered, other in
                        guard !gained.onlyFills(row, of: stored, other, of: answered) else { return }
                        revised += 1
                        try record.save(
                            RevisedRow(
                                dataset: name, key: stored.keyText(row), stored: stored.rowText(row),
                                answered: answered.rowText(other),
                                cause: .revision), of: page.unit, run: page.run, recorded: now ?? Instant(seconds: 0))
                    }
                }
                try record.widen(present, of: series)
                try store.stage(write, in: group)
            }
        }
        return revised
    }

    private func spooled(_ series: Series, isRecording: Bool) throws -> RowSource {
        let all = try SpooledPages(of: series, record)
        return RowSource(first: all.firstTick) {
            var pages = all
            return {
                if let batch = try pages.next() { return batch }
                if isRecording { try record.save(pages.conflicts, of: series.unit, seen: now ?? Instant(seconds: 0)) }
                return nil
            }
        }
    }
}

extension SeriesWrite.Kind {
    init(_ rows: SeriesChange.Rows) {
        switch rows {
        case .append: self = .append
        case .merge: self = .merge
        case .replace(_, let isLast): self = .replace(isLast: isLast)
        }
    }
}
