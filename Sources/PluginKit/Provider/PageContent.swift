public import Tabular

/// A page without its provider's types: what the runtime works with.
public struct PageContent: Sendable {
    /// Batches by dataset name, in the order of first use.
    public private(set) var rows: [(dataset: Dataset, builder: BatchBuilder)] = []
    public internal(set) var discoveries: [Discovery] = []
    public internal(set) var shown: [ShownSubject] = []
    /// Subjects that are as they were: nothing of them is in the page.
    public internal(set) var unchanged: [UnchangedSubject] = []
    public internal(set) var lacking: [LackingSubject] = []
    /// Names of subjects that are there, in rows that cannot be read.
    public internal(set) var kept: [String] = []
    /// Rows that the provider could not build.
    public internal(set) var setAside: [QuarantinedRow] = []
    var census = RowCensus()
    public internal(set) var proofs: [SpanProof] = []
    /// Parts of what was asked for of which the answer cannot know yet.
    public internal(set) var open: [Span] = []
    /// JSON of the unit's new note; nil leaves it.
    public internal(set) var note: String?
    public internal(set) var facts: String?
    public internal(set) var completed: Set<String> = []
    public internal(set) var absence: Reason?
    /// The absence is the upstream's last word: all places were asked.
    public internal(set) var isGone = false
    /// What the answer tells of ahead.
    public internal(set) var announced: Set<Announcement> = []
    public internal(set) var isSealed = false
    public internal(set) var flags: [String] = []
    /// Flags of rows that are stored all the same.
    public internal(set) var remarks: [String] = []
    /// The next cursor as JSON stands in the case.
    public internal(set) var end: PageEnd<String> = .done

    init() {}

    /// A page's content, its cursor left out.
    public init<P: Provider>(_ page: Page<P>) {
        self = page.content
    }

    mutating func withBuilder(of dataset: Dataset, _ body: (inout BatchBuilder) throws -> Void) throws {
        let index: Int
        if let known = rows.firstIndex(where: { $0.dataset.name == dataset.name }) {
            index = known
        } else {
            index = rows.count
            rows.append((dataset, BatchBuilder(dataset.schema)))
        }
        try body(&rows[index].builder)
        if let fault = rows[index].builder.fault {
            throw PluginError(
                .plugin, "\(dataset.name): \(fault)", fix: "this is a defect of the plugin; please report it")
        }
    }

    /// The finished batches.
    public mutating func takeBatches() -> [(dataset: Dataset, batch: Batch)] {
        var batches: [(dataset: Dataset, batch: Batch)] = []
        for index in rows.indices { batches.append((rows[index].dataset, rows[index].builder.finish())) }
        return batches
    }
}

extension PageContent {
    /// How much a page had before something was added.
    struct Extent {
        let rows: [Int]
        let shown: Int
        let others: Int

        init(_ content: PageContent) {
            rows = content.rows.map(\.builder.count)
            shown = content.shown.count
            others = content.others
        }
    }

    /// All that a page has of other kinds than rows and subjects that it shows.
    private var others: Int {
        flags.count + remarks.count + setAside.count + kept.count + lacking.count + discoveries.count + proofs.count
            + announced.count + completed.count
    }

    /// A subject that was added, with its rows and nothing else, is known by its text from now on.
    mutating func remember(_ digest: TextDigest, of name: String, since before: Extent) {
        guard others == before.others, shown.count == before.shown + 1, shown[before.shown].name == name,
            !shown[before.shown].isPartial
        else { return }
        var own: [ShownSubject.Rows] = []
        for (index, (dataset, builder)) in rows.enumerated() {
            let first = index < before.rows.count ? before.rows[index] : 0
            guard builder.count > first else { continue }
            // A member is seen by its row, and a series is no subject's list.
            guard dataset.kind == .entities(nil) || dataset.kind == .changes else { return }
            own.append(ShownSubject.Rows(dataset: index, rows: first..<builder.count))
        }
        shown[before.shown].digest = digest
        shown[before.shown].rows = own
    }

    /// Whether a subject that is as it was comes in the page once more and is not: which of the two is stored, only a
    /// reading of both tells.
    var contradictsItself: Bool {
        guard !unchanged.isEmpty, !shown.isEmpty || !kept.isEmpty || !lacking.isEmpty else { return false }
        let names = Set(unchanged.map(\.name))
        return shown.contains { names.contains($0.name) } || kept.contains(where: names.contains)
            || lacking.contains { names.contains($0.name) }
    }

    /// Subjects of which a row is odd are read again the next time: what is not stored as it came is not known.
    /// - Parameters:
    ///   - odd: the keys' texts, by dataset.
    ///   - batches: as `takeBatches` gave them.
    package mutating func forgetTexts(ofRows odd: [String: Set<String>], in batches: [(dataset: Dataset, batch: Batch)])
    {
        guard !odd.isEmpty else { return }
        for index in shown.indices where shown[index].digest != nil {
            let isOdd = shown[index].rows.contains { part in
                let (dataset, batch) = batches[part.dataset]
                guard let keys = odd[dataset.name] else { return false }
                return part.rows.contains { keys.contains(batch.keyText($0)) }
            }
            if isOdd { shown[index].digest = nil }
        }
    }
}

/// Something that is dated behind what can be stored yet, such as a split of next week.
public struct Announcement: Hashable, Sendable {
    /// On the unit's axis.
    public let tick: Int64
    /// One line: `the split 2:1 of 2026-03-02`.
    public let text: String

    public init(_ tick: Int64, _ text: String) {
        self.tick = tick
        self.text = text
    }
}

/// A unit that a page told of.
public struct Discovery: Hashable, Sendable {
    public let unit: UnitName
    /// The note's JSON; nil where there is none.
    public let note: String?
    /// Larger comes first when a limit admits only some.
    public let rank: Double?
}
