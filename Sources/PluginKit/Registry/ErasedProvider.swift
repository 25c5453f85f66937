import DelimitedText
import LosslessJSON
import Synchronization
import Tabular

/// The one place where a provider's types are turned into names and text, and back.
struct ErasedProvider<P: Provider>: LoadedProvider {
    let provider: P
    private let units = LastDecoded<P.Unit>()
    private let notes = LastDecoded<P.Note>()
    private let facts = LastDecoded<P.Facts>()
    private let readers = LastDecoded<TextDigest>()

    init(_ provider: P) {
        self.provider = provider
    }

    var manifest: ProviderManifest { P.manifest }

    func prologue() throws -> [UnitName] { try provider.prologue().map { try UnitName($0) } }

    func roots(for selection: Selection) throws -> [UnitName] {
        try provider.roots(for: selection).map { try UnitName($0) }
    }

    func expectation(of unit: UnitName, note: String?) throws -> UnitExpectation {
        try provider.expectation(of: typed(unit), note: typed(note))
    }

    func partition(of unit: UnitName, note: String?) throws -> [String] {
        try provider.partition(of: typed(unit), note: typed(note))
    }

    func series(of unit: UnitName, note: String?) throws -> [Dataset] {
        try provider.series(of: typed(unit), note: typed(note)).compactMap(P.manifest.dataset(named:))
    }

    func label(of unit: UnitName, note: String?) throws -> String {
        try provider.label(of: typed(unit), note: typed(note)) ?? unit.text
    }

    func expiry(of unit: UnitName, note: String?, facts: String?) throws -> Instant? {
        try provider.expiry(of: typed(unit), note: typed(note), facts: typed(facts: facts))
    }

    func units(of subject: String, note: String, selection: Selection) throws -> [UnitName] {
        try provider.units(of: subject, note: typed(note), selection: selection).map { try UnitName($0) }
    }

    func roots(of subject: String, note: String) throws -> [UnitName] {
        try provider.roots(of: subject, note: typed(note)).map { try UnitName($0) }
    }

    func isWanted(_ subject: String, note: String, status: String) throws -> Bool {
        try provider.isWanted(subject, note: typed(note), status: status)
    }

    func categories(of subject: String, note: String) throws -> [String] {
        try provider.categories(of: subject, note: typed(note))
    }

    func request(for fetch: StoredFetch) throws -> Request { try provider.request(for: typed(fetch)) }

    func size(of fetch: StoredFetch, rank: Double?) throws -> FetchSize {
        try provider.size(of: typed(fetch), rank: rank)
    }

    func read(_ response: Response, for fetch: StoredFetch, known: KnownTexts?) throws -> PageContent {
        try withMending(of: response) { try content(of: $0, fetch, known) }
    }

    private func content(of response: Response, _ fetch: StoredFetch, _ known: KnownTexts?) throws -> PageContent {
        let reader = known.map { readers.value(of: $0.version) { TextDigest(version: $0, P.manifest) } }
        var page = Page<P>(known: known, reader: reader)
        try provider.read(response, for: typed(fetch), into: &page)
        if page.content.contradictsItself {
            page = Page(known: known?.withoutTexts, reader: reader)
            try provider.read(response, for: typed(fetch), into: &page)
        }
        return try page.finished()
    }

    func judge(_ difference: Difference, of unit: UnitName) throws -> Judgement {
        try provider.judge(difference, of: typed(unit))
    }

    func weigh(_ comparison: Comparison, of unit: UnitName) throws -> Weighing? {
        try provider.weigh(comparison, of: typed(unit))
    }

    private func typed(_ fetch: StoredFetch) throws -> Fetch<P> {
        Fetch(
            unit: try typed(fetch.unit), note: try typed(fetch.note), facts: typed(facts: fetch.facts),
            span: fetch.span,
            cursor: try fetch.cursor.map { text in
                try readable("the cursor of \(fetch.unit)", text) { try StoredJSON.decode(P.Cursor.self, from: text) }
            }, purpose: fetch.purpose,
            subjects: fetch.subjects, now: fetch.now)
    }

    private func typed(_ unit: UnitName) throws -> P.Unit {
        try units.value(of: unit.text) { text in
            try readable("the unit", text) { try UnitName(text: text).unit(as: P.Unit.self) }
        }
    }

    private func typed(_ note: String) throws -> P.Note {
        try notes.value(of: note) { text in
            try readable("the note", text) { try StoredJSON.decode(P.Note.self, from: text) }
        }
    }

    private func typed(_ note: String?) throws -> P.Note? { try note.map { try typed($0) } }

    private func typed(facts: String?) -> P.Facts? {
        // What cannot be read is read anew, before anything else is asked.
        facts.flatMap { try? self.facts.value(of: $0) { try StoredJSON.decode(P.Facts.self, from: $0) } }
    }

    private func readable<Value>(_ what: String, _ text: String, _ decode: () throws -> Value) throws -> Value {
        do {
            return try decode()
        } catch {
            throw PluginError(
                .unreadable,
                """
                \(what) \(text.prefix(120)) was written by another version of \(P.manifest.name), and this one cannot \
                read it
                """,
                fix:
                    """
                    new members of a note need a default, and cases and labels of units keep their names: \
                    docs/archive.md, when a plugin changes
                    """)
        }
    }
}

extension LoadedProvider {
    /// Reads an answer as it is, and where its texts have characters that are none of JSON's, with those as escapes.
    func withMending(of response: Response, _ read: (Response) throws -> PageContent) throws -> PageContent {
        do {
            return try read(response)
        } catch let error as DelimitedTextError {
            throw malformed(error)
        } catch let error as JSONError {
            guard let escaped = EscapedJSON(response.body, after: error) else { throw malformed(error) }
            let mended = Response(
                status: response.status, headers: response.headers, body: escaped.bytes, received: response.received)
            do {
                var content = try read(mended)
                content.flags.append(
                    "T2: \(escaped.count) characters of the answer's texts are none of JSON's and were kept as escapes")
                return content
            } catch let error as JSONError {
                throw malformed(error)
            }
        }
    }

    private func malformed(_ error: any Error) -> PluginError {
        .malformed("the answer is not what \(manifest.name) reads: \(error)")
    }
}

extension Page {
    /// Its content without types, if its rows are not others than they were.
    func finished() throws -> PageContent {
        var content = content
        if let change = content.census.change {
            throw PluginError.malformed(change, fix: "what is stored stays as it is")
        }
        content.end = try end.stored()
        return content
    }
}

extension PageEnd {
    fileprivate func stored() throws -> PageEnd<String> {
        switch self {
        case .done: .done
        case .more(let cursor): .more(try StoredJSON.encode(cursor))
        case .held(let cursor): .held(try StoredJSON.encode(cursor))
        case .again(let cursor): .again(try StoredJSON.encode(cursor))
        case .restart(let reason): .restart(reason)
        }
    }
}

/// The texts that were read last and what they said: whoever plans, asks and reads has several things to know of one
/// unit, with those of other units in between, and reading costs more than all of the answers.
private final class LastDecoded<Value: Sendable>: Sendable {
    private struct Known: Sendable {
        var values: [String: Value] = [:]
        /// Those before them, until as many more are known.
        var older: [String: Value] = [:]
    }

    /// More than the units that are planned at once, so that a unit's are read once.
    private static var capacity: Int { 512 }

    private let last = Mutex(Known())

    func value(of text: String, _ decode: (String) throws -> Value) rethrows -> Value {
        if let known = last.withLock({ $0.values[text] ?? $0.older[text] }) { return known }
        let value = try decode(text)
        last.withLock { last in
            if last.values.count >= Self.capacity { (last.older, last.values) = (last.values, [:]) }
            last.values[text] = value
        }
        return value
    }
}
