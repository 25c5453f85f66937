import PluginKit
import Tabular

/// The dataset `constituents`: who is, and who was, in the S&P 500.
enum Constituents {
    static let dataset = Dataset(
        "constituents",
        .entities(
            Dataset.Membership(firstSeen: "first_seen", lastSeen: "last_seen", dailyChanges: 10, identity: "cik")),
        """
        Members of the S&P 500 as the list has them, and former ones since the archive first read it: a row for each \
        time that a name was in it.
        """,
        columns: [
            Column("symbol", .text, from: "Symbol", "The listing, share classes behind a dot: BRK.B."),
            Column("security", .text, nullable: true, from: "Security", "The company's name."),
            Column("sector", .text, nullable: true, from: "GICS Sector", "GICS sector."),
            Column("sub_industry", .text, nullable: true, from: "GICS Sub-Industry", "GICS sub-industry."),
            Column(
                "headquarters", .text, nullable: true, from: "Headquarters Location",
                "Where the company has its head office."),
            Column(
                "date_added", .day, nullable: true, from: "Date added",
                "When the company joined the index; null where the list does not say."),
            Column(
                "cik", .text, nullable: true, from: "CIK", "The company's number at the SEC, as the list writes it."),
            Column("founded", .text, nullable: true, from: "Founded", "Free text: 1902, or 2013 (1888)."),
            Column(
                "first_seen", .day,
                "The first day of this time in the list: the day on which the archive read the name there."),
            Column(
                "last_seen", .day, nullable: true,
                "The last day of this time in the list; null while the name is in it."),
        ],
        key: ["symbol", "first_seen"],
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                """
                A row names a symbol of a listing. While one does not, the list is not whole and nobody is taken to \
                have left.
                """
            ),
            Rule("T2", .reading, .flag, "A date that is none, or a text with a NUL, is null."),
            Rule(
                "E3", .reading, .quarantine,
                "A symbol comes once: an equal row counts once, of different ones the first is stored."),
        ])

    /// A row of the list, its cells by the names of the columns; no cell is without text.
    struct Member: Hashable {
        let symbol: Symbol
        var texts: [String: String] = [:]
        var dateAdded: Day?
    }

    static let plan = RowPlan<Member>(
        dataset,
        values: [.text("symbol") { $0.symbol.text }, .day("date_added") { $0.dateAdded }]
            + texts.map { name in .text(name) { $0.texts[name] } })

    /// The columns that are text as the list has it.
    static let texts = ["security", "sector", "sub_industry", "headquarters", "cik", "founded"]
}
