public import LosslessJSON
public import Tabular

/// What one answer yields. A provider fills it in `read`; the runtime checks it and commits it whole or not at all.
public struct Page<P: Provider>: Sendable {
    /// How the walk goes on.
    public var end: PageEnd<P.Cursor> = .done
    var content = PageContent()
    /// What was read before of the subjects that this page may show, and what reads; nil: nothing is remembered.
    private let known: KnownTexts?
    private let reader: TextDigest?

    public init() { self.init(known: nil, reader: nil) }

    init(known: KnownTexts?, reader: TextDigest?) {
        self.known = known
        self.reader = reader
    }

    /// A unit that is known from this page's commit on; whether and when it is fetched is the planner's to say.
    public mutating func discover(_ unit: P.Unit, note: P.Note? = nil, rank: Double? = nil) throws {
        content.discoveries.append(
            Discovery(unit: try UnitName(unit), note: try note.map(StoredJSON.encode), rank: rank))
    }

    /// A subject (a market) that this page shows: it is known from this page's commit on and fresh as of this walk.
    /// - Parameters:
    ///   - label: what people call it.
    ///   - rank: larger is followed first when a limit lets only some in.
    ///   - isOver: nothing more will change about it, so no list needs to show it again.
    ///   - isPartial: the row does not say all that a note has: of a subject that is known already, what is known
    ///     stays.
    ///   - list: whose complete walk must show it again, or it is asked for directly; nil: the unit that was asked.
    ///   - holdsUntil: when the same text will say something else, because time has gone by; nil: never.
    public mutating func shows(
        _ subject: String, label: String, note: P.Note, rank: Double? = nil, isOver: Bool = false,
        isPartial: Bool = false,
        list: P.Unit? = nil, holdsUntil: Instant? = nil
    ) throws {
        content.shown.append(
            ShownSubject(
                name: subject, label: label, note: try StoredJSON.encode(note), rank: rank, isOver: isOver,
                isPartial: isPartial,
                list: try list.map { try UnitName($0) }, holdsUntil: holdsUntil))
    }

    /// A subject all of which (its rows, its note, what is odd about it) is made from one text of the answer. Where the
    /// archive has made it from that very text before, it is there as it was, and `build` is not called; else `build`
    /// appends the rows and ends with `shows`. A subject about which anything is set aside or flagged is built again
    /// every time.
    ///
    /// - Parameters:
    ///   - text: its value in the answer.
    ///   - dataset: of its row. Where nothing is built, it counts as a row that can be read (`looks`).
    ///   - given: whatever else goes into its rows and its note: what the event that it stands in says of it, settings
    ///     of the provider's own. What depends on the time of the run says until when it holds: `shows`.
    public mutating func subject(
        _ name: String, from text: JSONValue, of dataset: Dataset, given: [String?] = [],
        _ build: (inout Page<P>) throws -> Void
    ) rethrows {
        guard let known, let reader else { return try build(&self) }
        let digest = TextDigest(of: name, text, given: given, by: reader)
        if let id = known.subject(from: digest) {
            looks(at: 1, of: dataset)
            content.unchanged.append(UnchangedSubject(id: id, name: name, digest: digest))
            return
        }
        let before = PageContent.Extent(content)
        try build(&self)
        content.remember(digest, of: name, since: before)
    }

    /// A subject that was asked for directly and that the upstream no longer has. It stays in the archive, and is asked
    /// for again after 1, 2, 4 ... 30 days.
    public mutating func lacks(_ subject: String, _ reason: Reason) {
        content.lacking.append(LackingSubject(name: subject, reason: reason))
    }

    /// A row that cannot be built because it breaks a rule: kept with the rule's name and its text as sent.
    /// `tick`: where on the dataset's axis the row would be; nil: nobody knows.
    public mutating func setAside(_ rule: String, of dataset: Dataset, key: String, raw: String, tick: Int64? = nil) {
        content.setAside.append(QuarantinedRow(dataset: dataset.name, key: key, rule: rule, raw: raw, tick: tick))
    }

    /// What the answer proves of a span of the unit's axis.
    public mutating func proves(_ span: Span, _ proof: Proof) {
        content.proofs.append(SpanProof(span: span, proof: proof))
    }

    /// Leaves a part of what was asked for as it is: nobody can know it yet, such as the last hours of a quiet market.
    /// It is asked for again when the unit is due. What is neither proved nor left open when a walk ends is a hole
    /// (`no_proof`).
    public mutating func leavesOpen(_ span: Span) {
        if !span.isEmpty { content.open.append(span) }
    }

    /// Something that is to come: it is not stored before its day, and when the upstream takes it back before, that is
    /// said.
    public mutating func announces(_ tick: Int64, _ text: String) {
        content.announced.insert(Announcement(tick, text))
    }

    /// What changed about this unit; the last one holds.
    public mutating func note(_ note: P.Note) throws {
        content.note = try StoredJSON.encode(note)
    }

    /// Facts for the rest of the run and the runs after it.
    public mutating func facts(_ facts: P.Facts) throws {
        content.facts = try StoredJSON.encode(facts)
    }

    /// The walk's rows are the whole list: a stored entity that is not among them has left.
    public mutating func completes(_ dataset: Dataset) {
        content.completed.insert(dataset.name)
    }

    /// The upstream does not have this unit at all. Without a row it rests, and is asked again after 1, 2, 4 ... 30
    /// days. Of a unit that has rows one answer is not believed: it is a gap, asked for as ever, until it was said for
    /// 10 sessions (days) and 3 tries.
    public mutating func absent(_ reason: Reason) {
        content.absence = reason
    }

    /// Every place where this upstream could have the unit has been asked, and none has it: that is no fault of an
    /// answer. It rests at once.
    public mutating func gone(_ reason: Reason) {
        content.absence = reason
        content.isGone = true
    }

    /// Nothing more will ever come of this unit: it is not asked again after this walk.
    public mutating func seal() {
        content.isSealed = true
    }

    /// Something unlikely about rows that are stored all the same: goes into the log, the run's report and the table
    /// `flags`.
    public mutating func remark(_ rule: String, _ text: String) {
        content.remarks.append("\(rule): \(text)")
    }

    /// Something odd about the answer that is no reason to refuse it; goes into the log.
    public mutating func flag(_ rule: String, _ text: String) {
        content.flags.append("\(rule): \(text)")
    }
}

/// How a walk goes on after a page. Only the upstream's own sign ends one.
public enum PageEnd<Cursor: Hashable & Codable & Sendable>: Hashable, Sendable {
    /// The walk is complete.
    case done
    /// The next page follows; rows so far are final and are in key order.
    case more(Cursor)
    /// The next page follows and is older: rows wait in a spool until the walk meets what is stored.
    case held(Cursor)
    /// Drop these rows and ask otherwise: coarser, or the other tier.
    case again(Cursor)
    /// The cursor is no longer accepted: begin the walk anew.
    case restart(Reason)
}
