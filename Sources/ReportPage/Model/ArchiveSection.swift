/// One archive on the page.
public struct ArchiveSection: Sendable, Equatable {
    /// Its absolute path.
    public var path: String
    /// What there is to say of the archive itself, such as its storage, as name and text.
    public var facts: [Fact]
    public var cards: [DatasetCard]
    public var coverage: [CoverageMap]
    public var days: [DailyRows]
    /// The newest first.
    public var runs: Listing<RunLine>
    public var gaps: Listing<GapLine>
    public var quarantine: Listing<QuarantineLine>
    public var remarks: Listing<RemarkLine>
    public var revisions: Listing<RevisionLine>

    public init(
        path: String, facts: [Fact] = [], cards: [DatasetCard] = [], coverage: [CoverageMap] = [], days: [DailyRows] = [],
        runs: Listing<RunLine> = Listing(), gaps: Listing<GapLine> = Listing(), quarantine: Listing<QuarantineLine> = Listing(),
        remarks: Listing<RemarkLine> = Listing(), revisions: Listing<RevisionLine> = Listing()
    ) {
        self.path = path
        self.facts = facts
        self.cards = cards
        self.coverage = coverage
        self.days = days
        self.runs = runs
        self.gaps = gaps
        self.quarantine = quarantine
        self.remarks = remarks
        self.revisions = revisions
    }

    /// The worst of its datasets.
    var standing: Standing { Standing.worst(cards.map(\.standing)) }
}
