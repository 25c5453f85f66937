import Orchestrator
import PluginKit
import Tabular

/// Reads the lists and the series of a source's file.
struct EndpointReader {
    let datasets: [String: Dataset]

    private static let common = ["dataset", "path", "query", "rows", "pages", "end", "gone", "weight"]

    func list(_ entry: FileEntry) throws -> ListEndpoint {
        let parts = try EntryParts(
            entry, Self.common + ["max-age", "one", "subject"], example: "dataset: markets")
        let endpoint = try endpoint(parts)
        var list = ListEndpoint.list(endpoint.dataset, endpoint.path)
        list.endpoint = endpoint
        list.maxAge = try parts["max-age"]?.whole("3600") ?? list.maxAge
        list.one = try parts["one"]?.text("/market/{id}")
        list.subject = try parts["subject"].map(subject)
        return list
    }

    func series(_ entry: FileEntry) throws -> SeriesEndpoint {
        let parts = try EntryParts(
            entry, Self.common + ["of", "span", "order", "lag", "recheck", "rest", "days"], example: "of: symbol")
        let endpoint = try endpoint(parts)
        var series = SeriesEndpoint.of(
            try parts.required("of").text("symbol"), endpoint.dataset, endpoint.path, expects: try expected(parts))
        series.endpoint = endpoint
        series.span = try parts["span"].map(span)
        series.order =
            try parts["order"]?.choice([("oldest-first", .oldestFirst), ("newest-first", .newestFirst)]) ?? series.order
        return series
    }

    private func endpoint(_ parts: EntryParts) throws -> Endpoint {
        let named = try parts.required("dataset")
        let name = try named.text("trades")
        guard let dataset = datasets[name] else {
            throw named.failure(
                "there is no dataset \(name)" + UsageWording.meant(name, among: datasets.keys.sorted(), after: "."),
                fix: "declare it under datasets:")
        }
        var endpoint = Endpoint(dataset, try parts.required("path").text("/trades"))
        endpoint.query = try parts["query"]?.texts() ?? [:]
        endpoint.rows = try parts["rows"]?.text("data") ?? ""
        endpoint.pages = try parts["pages"].map(pages) ?? .none
        endpoint.end = try parts["end"].map(end) ?? endpoint.end
        endpoint.gone = try parts["gone"].map { Set(try $0.words().compactMap { Int($0) }) } ?? endpoint.gone
        endpoint.weight = try parts["weight"]?.number("1") ?? 1
        return endpoint
    }

    /// `{cursor: c, path: next}`, `{after: before, last-row: id}`, `rest`.
    private func pages(_ entry: FileEntry) throws -> Paging {
        guard entry.isMapping else { return try entry.choice([("none", .none), ("rest", .rest)]) }
        let parts = try EntryParts(
            entry, ["page", "first", "offset", "cursor", "path", "after", "last-row", "link", "window"],
            example: "cursor: c")
        func only(_ keys: String...) throws {
            for (key, value) in try entry.members("cursor: c") where !keys.contains(key) {
                throw value.failure("it does not go with \(keys[0])", fix: "leave it away")
            }
        }
        if let name = parts["page"] {
            try only("page", "first")
            return .page(query: try name.text("page"), first: Int(try parts["first"]?.whole("1") ?? 1))
        }
        if let name = parts["offset"] {
            try only("offset")
            return .offset(query: try name.text("offset"))
        }
        if let name = parts["cursor"] {
            try only("cursor", "path")
            return .cursor(query: try name.text("cursor"), path: try parts.required("path").text("next"))
        }
        if let name = parts["after"] {
            try only("after", "last-row")
            return .after(query: try name.text("before"), lastRow: try parts.required("last-row").text("id"))
        }
        if let path = parts["link"] {
            try only("link")
            return .link(path: try path.text("next"))
        }
        if let seconds = parts["window"] {
            try only("window")
            return .window(seconds: try seconds.whole("86400"))
        }
        throw entry.failure(
            "it does not say how pages are asked for", fix: "page:, offset:, cursor:, after:, link:, window: or rest")
    }

    private func end(_ entry: FileEntry) throws -> WalkEnd {
        if entry.isMapping {
            return .total(
                path: try EntryParts(entry, ["total"], example: "total: count").required("total").text("count"))
        }
        if try entry.text("empty-page") == "short-page" {
            throw entry.failure(
                "a page that is shorter than others does not say that it is the last",
                fix: "empty-page, no-cursor or total:")
        }
        return try entry.choice([("empty-page", .emptyPage), ("no-cursor", .noCursor)])
    }

    private func span(_ entry: FileEntry) throws -> SpanQuery {
        let parts = try EntryParts(entry, ["from", "to", "as", "including"], example: "from: start")
        return SpanQuery(
            from: try parts["from"]?.text("start"), to: try parts["to"]?.text("end"),
            as: try parts.required("as").timeForm(),
            including: try parts["including"]?.choice(SpanQuery.Bounds.allCases.map { ($0.rawValue, $0) }) ?? .both)
    }

    private func expected(_ parts: EntryParts) throws -> SeriesEndpoint.Expected {
        let lag = try parts.required("lag").whole("60")
        guard let days = parts["days"] else {
            return .continuous(
                lag: lag, recheck: try parts["recheck"]?.whole("86400") ?? 0, rest: try parts["rest"]?.whole("60") ?? 60
            )
        }
        if let rest = parts["rest"] { throw rest.failure("a day is asked for when it is due", fix: "leave it away") }
        let recheck = Int(try parts["recheck"]?.whole("5") ?? 5)
        return try days.choice([
            ("all", .days(lag: lag, recheck: recheck)), ("weekdays", .weekdays(lag: lag, recheck: recheck)),
        ])
    }

    private func subject(_ entry: FileEntry) throws -> SubjectPaths {
        let parts = try EntryParts(
            entry,
            ["noun", "id", "label", "rank", "category", "opened", "ended", "times", "limit", "prices"],
            example: "id: id")
        let words = try parts.required("noun").texts("[market, markets]")
        guard words.count == 2 else {
            throw try parts.required("noun").failure("two words: of one, and of several", fix: "[market, markets]")
        }
        return SubjectPaths(
            words[0], words[1], id: try parts.required("id").text("id"), label: try parts["label"]?.text("title"),
            rank: try parts["rank"]?.text("volume"), category: try parts["category"]?.text("kind"),
            opened: try parts["opened"]?.text("created"), ended: try parts["ended"]?.text("closed"),
            times: try parts["times"]?.timeForm() ?? .iso8601, limit: Int(try parts["limit"]?.whole("100") ?? 100),
            prices: Set(try parts["prices"]?.texts("[trades]") ?? []))
    }
}
