/// One archive on the page.
package struct ArchiveSection: Sendable, Equatable {
    /// Its absolute path.
    package var path: String
    /// What there is to say of the archive itself, such as its storage, as name and text.
    package var facts: [Fact]
    package var cards: [DatasetCard]
    package var coverage: [CoverageMap]
    package var days: [DailyRows]
    /// The newest first.
    package var runs: Listing<RunLine>
    package var gaps: Listing<GapLine>
    package var quarantine: Listing<QuarantineLine>
    package var remarks: Listing<RemarkLine>
    package var revisions: Listing<RevisionLine>

    package init(
        path: String, facts: [Fact] = [], cards: [DatasetCard] = [], coverage: [CoverageMap] = [],
        days: [DailyRows] = [],
        runs: Listing<RunLine> = Listing(), gaps: Listing<GapLine> = Listing(),
        quarantine: Listing<QuarantineLine> = Listing(),
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
