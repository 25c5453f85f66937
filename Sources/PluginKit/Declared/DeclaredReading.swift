import DelimitedText
import LosslessJSON
import Tabular

/// What an answer to a declared source's question means: rows, subjects, proofs, and how the walk goes on.
extension DeclaredProvider {
    func read(_ response: Response, for fetch: StoredFetch, known: KnownTexts?) throws -> PageContent {
        try withMending(of: response) { try content(of: $0, fetch, known) }
    }

    private func content(of response: Response, _ fetch: StoredFetch, _ known: KnownTexts?) throws -> PageContent {
        let reader = known.map { TextDigest(version: $0.version, manifest) }
        var page = Page<DeclaredTypes>(known: known, reader: reader)
        try read(response, fetch, &page)
        if page.content.contradictsItself {
            page = Page(known: known?.withoutTexts, reader: reader)
            try read(response, fetch, &page)
        }
        return try page.finished()
    }

    private func read(_ response: Response, _ fetch: StoredFetch, _ page: inout Page<DeclaredTypes>) throws {
        let cursor = try fetch.cursor.map { try StoredJSON.decode(DeclaredCursor.self, from: $0) }
        switch try unit(fetch.unit) {
        case .list(let index):
            let list = source.lists[index]
            if let id = fetch.subjects?.first { return try readOne(list, id, isDirect: true, response, fetch, &page) }
            try readList(list, response, fetch, cursor, &page)
        case .one(let index, let id):
            try readOne(source.lists[index], id, isDirect: false, response, fetch, &page)
        case .series(let index, let id):
            let series = source.series[index]
            if series.endpoint.gone.contains(response.status) {
                return page.absent(Reason("unknown_\(series.of)", "the upstream answers \(response.status)"))
            }
            try readSeries(series, id, response, fetch, cursor, &page)
        }
    }

    // MARK: Lists

    private func readList(
        _ list: ListEndpoint, _ response: Response, _ fetch: StoredFetch, _ cursor: DeclaredCursor?,
        _ page: inout Page<DeclaredTypes>
    ) throws {
        let answer = try answer(response, list.endpoint, name: "", &page) { rows, page in
            guard let subject = list.subject else { return false }
            for row in rows { try show(row, subject, list.endpoint.dataset, fetch, &page) }
            return true
        }
        if let next = try answer.next(list.endpoint, cursor) {
            page.end = .more(next)
        } else if case .entities(.some) = list.endpoint.dataset.kind {
            page.completes(list.endpoint.dataset)
        }
    }

    private func readOne(
        _ list: ListEndpoint, _ id: String, isDirect: Bool, _ response: Response, _ fetch: StoredFetch,
        _ page: inout Page<DeclaredTypes>
    ) throws {
        guard let subject = list.subject else { return }
        if list.endpoint.gone.contains(response.status) {
            let reason = Reason("unknown_\(subject.noun.singular)", "the upstream answers \(response.status)")
            if isDirect { page.lacks(id, reason) } else { page.absent(reason) }
            return
        }
        let root = try JSONDocument(response.body).root
        guard DeclaredPath(subject.id).said(in: root) == id else {
            throw PluginError.mismatch("\(subject.noun.singular) \(id) was asked for, and the answer is about another")
        }
        try show(root, subject, list.endpoint.dataset, fetch, &page)
    }

    /// A subject and its row; one that cannot be named is set aside.
    private func show(
        _ row: JSONValue, _ subject: SubjectPaths, _ dataset: Dataset, _ fetch: StoredFetch,
        _ page: inout Page<DeclaredTypes>
    ) throws {
        guard let id = DeclaredPath(subject.id).said(in: row) else {
            page.looks(at: 1, of: dataset)
            let odd = OddMember(subject.id, expected: "text", found: DeclaredPath(subject.id).value(in: row))
            return page.setAside(odd, row, of: dataset, key: "?")
        }
        func said(_ path: String?) -> String? { path.flatMap { DeclaredPath($0).said(in: row) } }
        func moment(_ path: String?) -> Instant? { said(path).flatMap(subject.times.instant) }
        try page.subject(id, from: row, of: dataset) { page in
            guard try append(CollectionOfOne(row), of: dataset, name: id, to: &page) else { return page.keeps(id) }
            let ended = moment(subject.ended)
            let isOver = ended.map { $0 <= fetch.now } ?? false
            let note = DeclaredNote(
                opened: moment(subject.opened)?.microseconds, ended: isOver ? ended?.microseconds : nil,
                category: said(subject.category))
            try page.shows(
                id, label: said(subject.label) ?? id, note: note, rank: said(subject.rank).flatMap(Double.init),
                isOver: isOver, holdsUntil: isOver ? nil : ended)
        }
    }

    // MARK: Series

    private func readSeries(
        _ series: SeriesEndpoint, _ id: String, _ response: Response, _ fetch: StoredFetch, _ cursor: DeclaredCursor?,
        _ page: inout Page<DeclaredTypes>
    ) throws {
        let answer = try answer(response, series.endpoint, name: id, &page) { _, _ in false }
        guard let span = fetch.span else { return }
        if case .window = series.endpoint.pages, let asked = series.asked(span, cursor) {
            page.proves(asked, .stored)
            if asked.upper < span.upper { page.end = .more(DeclaredCursor(tick: asked.upper)) }
            return
        }
        let isBehind =
            answer.lastTick.map { series.order == .newestFirst ? $0 < span.lower : $0 >= span.upper } ?? false
        var next = isBehind ? nil : try answer.next(series.endpoint, cursor)
        if case .rest = series.endpoint.pages, next != nil {
            guard let last = answer.lastTick else { throw PluginError.malformed("the last row of a page has no time") }
            next?.tick = series.order == .newestFirst ? last : last + (series.isOfDays ? 1 : series.grain)
            if series.asked(span, next)?.isEmpty == true { next = nil }
        }
        guard let next else { return page.proves(span, .stored) }
        page.end = series.order == .newestFirst ? .held(next) : .more(next)
    }

    // MARK: Answers

    /// The rows of an answer, appended unless `take` does something else with them.
    private func answer(
        _ response: Response, _ endpoint: Endpoint, name: String, _ page: inout Page<DeclaredTypes>,
        _ take: ([JSONValue], inout Page<DeclaredTypes>) throws -> Bool
    ) throws -> DeclaredAnswer {
        switch source.format {
        case .json:
            let root = try JSONDocument(response.body).root
            guard let found = endpoint.rows.isEmpty ? root : DeclaredPath(endpoint.rows).value(in: root) else {
                throw PluginError.malformed("the answer has no \(endpoint.rows)")
            }
            let rows = Array(try found.elements)
            if try !take(rows, &page) { _ = try append(rows, of: endpoint.dataset, name: name, to: &page) }
            return DeclaredAnswer(root: root, dataset: endpoint.dataset, count: rows.count, last: rows.last)
        case .csv(let missing, let delimiter):
            let comma = UInt8(ascii: ",")
            return try CSVRows(
                missing: missing, delimiter: delimiter.asciiValue ?? comma, dataset: endpoint.dataset, name: name
            ).read(
                response, &page)
        }
    }

    /// Whether all of them could be stored.
    private func append(
        _ rows: some Sequence<JSONValue>, of dataset: Dataset, name: String, to page: inout Page<DeclaredTypes>
    ) throws -> Bool {
        guard let plan = plans[dataset.name] else { return false }
        return try page.append(
            rows.lazy.map { DeclaredRow(json: $0, name: name) }, by: plan, json: { $0.json },
            key: { row in
                dataset.schema.key.map { index in
                    let column = dataset.schema.columns[index]
                    return column.isOfName ? name : DeclaredPath(column.source).value(in: row.json)?.plainText ?? "?"
                }.joined(separator: "|")
            })
    }
}

extension SeriesEndpoint {
    /// Between two moments that its axis can tell apart, as they are sent.
    var grain: Int64 {
        guard let axis = endpoint.dataset.axisColumn, case .time(let form) = endpoint.dataset.schema.columns[axis].form
        else { return 1_000_000 }
        return form == .iso8601 ? 1 : form.grain
    }
}

/// What of an answer says how the walk goes on.
struct DeclaredAnswer {
    /// nil: delimited text.
    let root: JSONValue?
    let count: Int
    let lastTick: Int64?
    private let last: (String) -> String?

    init(root: JSONValue, dataset: Dataset, count: Int, last: JSONValue?) {
        self.root = root
        self.count = count
        self.last = { path in last.flatMap { DeclaredPath(path).said(in: $0) } }
        lastTick = dataset.tick(self.last)
    }

    init(dataset: Dataset, count: Int, last: @escaping (String) -> String?) {
        root = nil
        self.count = count
        self.last = last
        lastTick = dataset.tick(last)
    }

    /// nil: the walk is at its end, by the sign that was named for it.
    func next(_ endpoint: Endpoint, _ cursor: DeclaredCursor?) throws -> DeclaredCursor? {
        if case .none = endpoint.pages { return nil }
        var next = cursor ?? DeclaredCursor()
        next.pages += 1
        next.rows += count
        switch endpoint.end {
        case .emptyPage: if count == 0 { return nil }
        case .total(let path):
            guard let total = said(path).flatMap({ Int($0) }) else {
                throw PluginError.malformed("the answer does not say how many rows there are: it has no \(path)")
            }
            if next.rows >= total { return nil }
            if count == 0 {
                throw PluginError.malformed("\(next.rows) of \(total) rows came, and a page has none")
            }
        case .noCursor: break
        }
        switch endpoint.pages {
        case .none, .page, .offset, .window, .rest: break
        case .cursor(_, let path), .link(let path):
            next.text = said(path)
            if next.text == nil {
                guard endpoint.end == .noCursor else {
                    throw PluginError.malformed(
                        "the answer has no \(path), and does not say either that it is the last")
                }
                return nil
            }
        case .after(_, let path):
            next.text = last(path)
            guard next.text != nil else { throw PluginError.malformed("the last row of a page has no \(path)") }
        }
        return next
    }

    private func said(_ path: String) -> String? { root.flatMap { DeclaredPath(path).said(in: $0) } }
}

extension Dataset {
    /// The tick of a row, by what stands at its paths; nil: it has none that can be read.
    fileprivate func tick(_ said: (String) -> String?) -> Int64? {
        guard let axis = axisColumn, let text = said(schema.columns[axis].source) else { return nil }
        let form: TimeForm = if case .time(let form) = schema.columns[axis].form { form } else { .iso8601 }
        guard let instant = form.instant(text) else { return nil }
        return self.axis == .sessions ? instant.dayUTC.number : instant.microseconds
    }
}
