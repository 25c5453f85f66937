/// All that a report says, as plain values: the page is made of nothing else.
///
/// Texts may come from anywhere; they are escaped where the page is written.
package struct ReportDocument: Sendable, Equatable {
    /// When it was made, as it is to be read: `2026-11-24 14:17 UTC`.
    package var generated: String
    /// What made it: `penstock 1.2.0`.
    package var version: String
    package var archives: [ArchiveSection]

    package init(generated: String, version: String, archives: [ArchiveSection]) {
        self.generated = generated
        self.version = version
        self.archives = archives
    }

    /// One page of HTML that needs nothing else: no network, no script, no other file. The same values give the same
    /// bytes.
    package var html: String { Page(document: self).markup.text + "\n" }

    var cards: [DatasetCard] { archives.flatMap(\.cards) }
}

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

/// How a dataset stands. Each has a word and a shape besides its colour.
package enum Standing: Int, Sendable, Equatable, CaseIterable {
    /// All that is due is there or accounted for.
    case current
    /// Nothing was asked for yet.
    case empty
    /// Older than it should be, or never a success.
    case behind

    static func worst(_ standings: [Standing]) -> Standing {
        standings.max { $0.rawValue < $1.rawValue } ?? .empty
    }

    var words: String {
        switch self {
        case .current: "up to date"
        case .empty: "no data yet"
        case .behind: "behind"
        }
    }
}
