import LosslessJSON
import Tabular

/// A declared source as the runtime knows providers: its units, what is expected of them, and the question of a fetch.
struct DeclaredProvider: LoadedProvider {
    let source: DeclaredSource
    /// By dataset name.
    let plans: [String: RowPlan<DeclaredRow>]
    let manifest: ProviderManifest

    /// What a unit's name stands for: a list or a series by its number.
    enum Unit: Hashable {
        case list(Int)
        case one(Int, id: String)
        case series(Int, id: String)
    }

    init(_ source: DeclaredSource) throws {
        self.source = source
        manifest = source.manifest
        if let fault = source.faults.first {
            throw PluginError(
                .plugin, "\(source.manifest.name): \(fault)",
                fix: "this is a defect of the source's declaration; penstock sources check says all that is wrong")
        }
        var plans: [String: RowPlan<DeclaredRow>] = [:]
        for dataset in manifest.datasets { plans[dataset.name] = DeclaredRow.plan(dataset) }
        self.plans = plans
    }

    // MARK: Units

    func unit(_ name: UnitName) throws -> Unit {
        let parts = try UnitNameParts(name.text)
        let id = parts.values.first?.value
        if let id {
            if let index = source.series.firstIndex(where: { $0.endpoint.dataset.name == parts.name }) {
                return .series(index, id: id)
            }
            if let index = source.lists.firstIndex(where: { $0.subject?.noun.singular == parts.name }) {
                return .one(index, id: id)
            }
        } else if let index = source.lists.firstIndex(where: { $0.endpoint.dataset.name == parts.name }) {
            return .list(index)
        }
        throw UnitNameParts.malformed(name.text)
    }

    private func name(_ kind: String, _ id: String) -> UnitName {
        UnitName(text: "\(kind)(\(UnitNameParts.escape(id)))")
    }

    private func lists() -> [UnitName] { source.lists.map { UnitName(text: $0.endpoint.dataset.name) } }

    private func series(of id: String, named noun: String?, _ selection: Selection) -> [UnitName] {
        source.series.filter { series in
            (noun == nil || series.of == noun)
                && (selection.datasets.isEmpty || selection.datasets.contains(series.endpoint.dataset.name))
        }.map { name($0.endpoint.dataset.name, id) }
    }

    func prologue() -> [UnitName] { [] }

    func roots(for selection: Selection) throws -> [UnitName] {
        if selection.names.isEmpty { return lists() }
        guard let index = source.lists.firstIndex(where: { $0.subject != nil }),
            let subject = source.lists[index].subject
        else { return selection.names.flatMap { series(of: $0, named: nil, selection) } }
        guard source.lists[index].one != nil else {
            throw PluginError.usage(
                "\(manifest.name) cannot be asked for one \(subject.noun.singular)",
                fix: "leave the names away: its lists tell of all \(subject.noun.plural)")
        }
        return selection.names.map { name(subject.noun.singular, $0) }
    }

    func expectation(of unit: UnitName, note: String?) throws -> UnitExpectation {
        switch try self.unit(unit) {
        case .list(let index), .one(let index, _): return .snapshot(maxAge: source.lists[index].maxAge)
        case .series(let index, _):
            switch source.series[index].expected {
            case .continuous(let lag, let recheck, let rest):
                let note = try decoded(note)
                return .continuous(
                    Continuity(
                        from: note?.opened.map { Instant(microseconds: $0) },
                        until: note?.ended.map { Instant(microseconds: $0) }, lag: lag, recheck: recheck, rest: rest))
            case .days(let lag, let recheck): return .days(lag: lag, recheck: recheck)
            case .weekdays(let lag, let recheck): return .weekdays(lag: lag, recheck: recheck)
            }
        }
    }

    func partition(of unit: UnitName, note: String?) throws -> [String] {
        if case .series(_, let id) = try self.unit(unit) { [id] } else { [] }
    }

    func series(of unit: UnitName, note: String?) throws -> [Dataset] {
        if case .series(let index, _) = try self.unit(unit) { [source.series[index].endpoint.dataset] } else { [] }
    }

    func label(of unit: UnitName, note: String?) throws -> String {
        switch try self.unit(unit) {
        case .list(let index): source.lists[index].endpoint.dataset.name
        case .one(_, let id): id
        case .series(let index, let id):
            source.series.count == 1 ? id : "\(id) \(source.series[index].endpoint.dataset.name)"
        }
    }

    func expiry(of unit: UnitName, note: String?, facts: String?) throws -> Instant? { nil }

    func units(of subject: String, note: String, selection: Selection) throws -> [UnitName] {
        series(of: subject, named: source.lists.lazy.compactMap(\.subject).first?.noun.singular, selection)
    }

    func roots(of subject: String, note: String) throws -> [UnitName] {
        guard let noun = source.lists.lazy.compactMap(\.subject).first?.noun.singular else { return [] }
        return [name(noun, subject)]
    }

    func isWanted(_ subject: String, note: String, status: String) throws -> Bool {
        let isOver = try decoded(note)?.ended != nil
        switch status {
        case "open": return !isOver
        case "closed", "settled": return isOver
        default: return true
        }
    }

    func categories(of subject: String, note: String) throws -> [String] {
        [try decoded(note)?.category].compactMap { $0 }
    }

    func size(of fetch: StoredFetch, rank: Double?) throws -> FetchSize { FetchSize() }
    func judge(_ difference: Difference, of unit: UnitName) throws -> Judgement { .revision }
    func weigh(_ comparison: Comparison, of unit: UnitName) throws -> Weighing? { nil }

    private func decoded(_ note: String?) throws -> DeclaredNote? {
        try note.map { try StoredJSON.decode(DeclaredNote.self, from: $0) }
    }

    // MARK: Requests

    func request(for fetch: StoredFetch) throws -> Request {
        let cursor = try fetch.cursor.map { try StoredJSON.decode(DeclaredCursor.self, from: $0) }
        switch try unit(fetch.unit) {
        case .list(let index):
            let list = source.lists[index]
            if let id = fetch.subjects?.first { return one(list, id) }
            return try request(list.endpoint, name: nil, cursor: cursor, span: [:])
        case .one(let index, let id): return one(source.lists[index], id)
        case .series(let index, let id):
            let series = source.series[index]
            let asked = series.asked(fetch.span, cursor)
            return try request(
                series.endpoint, name: (series.of, id), cursor: cursor,
                span: asked.map { series.parameters(for: $0) } ?? [:])
        }
    }

    private func one(_ list: ListEndpoint, _ id: String) -> Request {
        let encoded = PercentEncoding.encode(id)
        let noun = list.subject?.noun.singular ?? "id"
        let path = (list.one ?? "/").replacing("{id}", with: encoded).replacing("{\(noun)}", with: encoded)
        return Request(
            manifest.upstreams[0].name, path: path, answerStatuses: list.endpoint.gone,
            mediaTypes: source.format.mediaTypes, weight: list.endpoint.weight)
    }

    private func request(
        _ endpoint: Endpoint, name: (of: String, id: String)?, cursor: DeclaredCursor?, span: [String: String]
    ) throws -> Request {
        var path = endpoint.path
        var query = endpoint.query
        if let name {
            path = path.replacing("{\(name.of)}", with: PercentEncoding.encode(name.id))
            for (key, value) in query { query[key] = value.replacing("{\(name.of)}", with: name.id) }
        }
        query.merge(span) { $1 }
        switch endpoint.pages {
        case .none, .window, .rest: break
        case .page(let name, let first): query[name] = String(first + (cursor?.pages ?? 0))
        case .offset(let name): query[name] = String(cursor?.rows ?? 0)
        case .cursor(let name, _), .after(let name, _): if let text = cursor?.text { query[name] = text }
        case .link: if let link = cursor?.text { (path, query) = try linked(link, from: path) }
        }
        return Request(
            manifest.upstreams[0].name, path: path,
            query: query.sorted { $0.key < $1.key }.map { Request.QueryItem($0.key, $0.value) },
            answerStatuses: endpoint.gone, mediaTypes: source.format.mediaTypes, weight: endpoint.weight)
    }

    /// The path and the query of a link, which leads nowhere but to the same upstream.
    private func linked(_ link: String, from path: String) throws -> (path: String, query: [String: String]) {
        var rest = Substring(link)
        let base = manifest.upstreams[0].base
        if rest.hasPrefix(base) {
            rest = rest.dropFirst(base.count)
        } else if rest.contains("://") {
            throw PluginError.mismatch("the next page is said to be at another place than \(base)")
        }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts.first.map(String.init) ?? ""
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(sides[0]),
                let value = PercentEncoding.decode(sides.count > 1 ? sides[1] : "")
            else { throw PluginError.malformed("the link to the next page is no address") }
            query[name] = value
        }
        return (target.isEmpty ? path : target.hasPrefix("/") ? target : "/" + target, query)
    }
}

extension SeriesEndpoint {
    var isOfDays: Bool { endpoint.dataset.axis == .sessions }

    /// The part of a span that one request asks for.
    func asked(_ span: Span?, _ cursor: DeclaredCursor?) -> Span? {
        guard let span else { return nil }
        switch endpoint.pages {
        case .window(let seconds):
            let step = isOfDays ? max(1, seconds / 86_400) : Instant(seconds: max(1, seconds)).microseconds
            let lower = max(cursor?.tick ?? span.lower, span.lower)
            return Span(lower, min(span.upper, lower.addingReportingOverflow(step).partialValue))
        case .rest:
            guard let tick = cursor?.tick else { return span }
            return order == .oldestFirst ? Span(tick, span.upper) : Span(span.lower, tick)
        case .none, .page, .offset, .cursor, .after, .link: return span
        }
    }

    /// The parameters that ask for all of a span, and for as little besides as their form and their bounds allow.
    func parameters(for asked: Span) -> [String: String] {
        guard let span else { return [:] }
        var parameters: [String: String] = [:]
        let (includesFrom, includesTo) = (
            span.bounds == .both || span.bounds == .from, span.bounds == .both || span.bounds == .to
        )
        let grain = isOfDays ? 1 : span.form.grain
        func text(_ units: Int64) -> String {
            if isOfDays { return span.form.text(Day(number: units)) }
            let (product, overflow) = units.multipliedReportingOverflow(by: grain)
            return span.form.text(Instant(microseconds: overflow ? (units < 0 ? .min : .max) : product))
        }
        // Whether an upstream compares the moment itself or what its form shows of it, is not known: the wider is
        // asked.
        let first = asked.lower.dividedDown(by: grain)
        let last = (asked.upper - 1).dividedDown(by: grain)
        if let from = span.from { parameters[from] = text(includesFrom ? first : first - 1) }
        if let to = span.to {
            let isWhole = last * grain == asked.upper - 1
            parameters[to] = text(includesTo ? (isWhole || grain == 1 ? last : last + 1) : last + 1)
        }
        return parameters
    }
}

extension Int64 {
    /// Towards the past.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
