import Tabular

/// What is wrong with a declared source, all of it and in words: known when it is loaded, before anything is asked.
extension DeclaredSource {
    var faults: [String] {
        var faults: [String] = []
        let noun = lists.lazy.compactMap(\.subject).first?.noun.singular
        if lists.isEmpty, series.isEmpty { faults.append("it has neither a list nor a series") }
        if lists.count(where: { $0.subject != nil }) > 1 { faults.append("more than one of its lists has subjects") }
        if case .csv(_, let delimiter) = format, delimiter.asciiValue == nil || ["\"", "\r", "\n"].contains(delimiter) {
            faults.append("'\(delimiter)' cannot stand between cells")
        }
        for name in repeated(lists.map(\.endpoint.dataset.name) + series.map(\.endpoint.dataset.name)) {
            faults.append("two of its endpoints fill the dataset \(name)")
        }
        if let noun, manifest.dataset(named: noun) != nil {
            faults.append("\(noun) is the name of a dataset and of a subject")
        }
        for list in lists { faults += self.faults(of: list).map { "\(list.endpoint.dataset.name): \($0)" } }
        for one in series {
            var found = self.faults(of: one)
            if let noun, one.of != noun { found.append("it is of \(one.of), and the lists tell of each \(noun)") }
            faults += found.map { "\(one.endpoint.dataset.name): \($0)" }
        }
        return faults
    }

    private func faults(of list: ListEndpoint) -> [String] {
        var faults = self.faults(of: list.endpoint, name: nil)
        if list.endpoint.dataset.isSeries { faults.append("a list is of entities, and this dataset is a series") }
        switch list.endpoint.pages {
        case .window, .rest: faults.append("a list has no span, so it is not asked for in pieces of one")
        case .none, .page, .offset, .cursor, .after, .link: break
        }
        if let one = list.one {
            let names = ["id", list.subject?.noun.singular].compactMap { $0 }
            if list.subject == nil { faults.append("one of them can be asked for, and it does not say what they are") }
            if !names.contains(where: { one.contains("{\($0)}") }) {
                faults.append("the path \(one) has no {id}, so all would be one")
            }
        }
        if case .csv = format, list.subject != nil {
            faults.append("subjects are read from JSON only")
        }
        if let fault = list.subject?.times.fault { faults.append(fault) }
        return faults
    }

    private func faults(of series: SeriesEndpoint) -> [String] {
        let endpoint = series.endpoint
        var faults = self.faults(of: endpoint, name: series.of)
        guard endpoint.dataset.isSeries, endpoint.dataset.axisColumn != nil else {
            return faults + ["a series has an axis, and this dataset has none"]
        }
        let place = "{\(series.of)}"
        if !endpoint.path.contains(place), !endpoint.query.values.contains(where: { $0.contains(place) }) {
            faults.append("neither path nor query has \(place), so all units would be asked the same")
        }
        let expected: UnitExpectation =
            if case .continuous = series.expected { .continuous(lag: 0) } else { .days() }
        if let fault = expected.fault(of: [endpoint.dataset]) { faults.append(fault) }
        if let fault = series.span?.form.fault { faults.append(fault) }
        if endpoint.dataset.schema.key.first == endpoint.dataset.axisColumn {
            faults.append("its key begins with the axis, so that rows of two units would have one key")
        }
        switch endpoint.pages {
        case .window:
            if series.span?.from == nil || series.span?.to == nil {
                faults.append("a window is asked for by two ends, and the span does not name both")
            }
            if series.order == .newestFirst { faults.append("windows are asked for from old to new") }
        case .rest:
            if series.order == .oldestFirst ? series.span?.from == nil : series.span?.to == nil {
                faults.append("the rest is asked for by the end of the span that moves, which it does not name")
            }
            if endpoint.dataset.schema.key.last != endpoint.dataset.axisColumn {
                faults.append("by the rest of the span, rows of one moment on two pages would be lost: page otherwise")
            }
        case .none, .page, .offset, .cursor, .after, .link: break
        }
        return faults
    }

    private func faults(of endpoint: Endpoint, name: String?) -> [String] {
        var faults: [String] = []
        if !endpoint.path.hasPrefix("/") { faults.append("the path '\(endpoint.path)' does not begin with /") }
        for text in [endpoint.path] + endpoint.query.values {
            for place in places(in: text) where place != name {
                faults.append("nothing fills {\(place)}")
            }
        }
        for column in endpoint.dataset.schema.columns where !endpoint.dataset.runtimeColumns.contains(column.name) {
            if column.source.isEmpty {
                faults.append("nothing fills the column \(column.name): say where it is read, from:")
            } else if column.isOfName, places(in: column.source) != [name ?? ""] {
                faults.append("nothing fills \(column.source)")
            } else if column.isOfName, column.type != .text, format == .json {
                faults.append("\(column.name) is the name of the unit, and that is text")
            } else if case .instant = column.type, column.form == nil {
                faults.append("say how the time \(column.name) is written: as: .seconds, .milliseconds, .iso8601 ...")
            }
            if let fault = column.form?.fault(of: column.type) { faults.append("\(column.name): \(fault)") }
        }
        switch (endpoint.pages, endpoint.end) {
        case (.cursor, .emptyPage), (.link, .emptyPage), (.cursor, .noCursor), (.link, .noCursor): break
        case (.none, _), (.window, _): break
        case (_, .noCursor): faults.append("no cursor is its end, and its pages have none")
        case (.rest, .total): faults.append("of a rest nobody knows the total")
        case (_, .emptyPage), (_, .total): break
        }
        if case .csv = format {
            switch endpoint.pages {
            case .cursor, .link: faults.append("delimited text has no place for a cursor")
            case .none, .page, .offset, .after, .window, .rest: break
            }
            if case .total = endpoint.end { faults.append("delimited text has no place for a total") }
        }
        return faults
    }

    private func places(in text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            part.firstIndex(of: "}").map { String(part[..<$0]) }
        }
    }

    private func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }
}
