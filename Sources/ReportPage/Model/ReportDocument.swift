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
