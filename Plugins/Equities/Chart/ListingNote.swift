import MarketCalendar
import Tabular

/// What Yahoo last said of whom a symbol names: the note of a symbol's unit, against which the next answer is held.
package struct ListingNote: Hashable, Codable, Sendable {
    /// The company's or fund's name as it was sent.
    package var name: String?
    /// Yahoo's code of the exchange: `NYQ`, `NMS`.
    package var exchange: String?
    /// The first day of trading, as the number of the day.
    package var firstTrade: Int64?
    /// The day of the last trade that the answer knew of, likewise.
    package var lastTrade: Int64?

    init(name: String? = nil, exchange: String? = nil, firstTrade: Int64? = nil, lastTrade: Int64? = nil) {
        self.name = name
        self.exchange = exchange
        self.firstTrade = firstTrade
        self.lastTrade = lastTrade
    }

    /// What an answer says; where it is silent, what was said before holds.
    init(_ meta: ChartMeta, before: ListingNote?) {
        name = meta.name ?? before?.name
        exchange = meta.exchange ?? before?.exchange
        firstTrade = meta.listed?.number ?? before?.firstTrade
        lastTrade = meta.marketDay?.number
    }

    /// Whether both name one company, however they write it: capitals, points, `Inc.` or none, the kind of share, and a
    /// name that was cut off do not count. Where one of them has no name it is not another.
    func hasName(of other: ListingNote) -> Bool {
        guard let mine = name.map(ListingNote.words), let others = other.name.map(ListingNote.words), !mine.isEmpty,
            !others.isEmpty
        else {
            return true
        }
        let (left, right) = (mine.joined(), others.joined())
        let (short, long) = left.utf8.count < right.utf8.count ? (left, right) : (right, left)
        return short == long || short.utf8.count >= ListingNote.cut && long.hasPrefix(short)
    }

    /// Whether both are of one venue: the tiers of Nasdaq are one.
    func hasExchange(of other: ListingNote) -> Bool {
        guard let exchange, let others = other.exchange else { return true }
        return ListingNote.venue(exchange) == ListingNote.venue(others)
    }

    /// Yahoo cuts short names behind some thirty characters.
    private static let cut = 15

    private static let forms: Set<String> = [
        "THE", "AND", "INC", "INCORPORATED", "CORP", "CORPORATION", "CO", "COMPANY", "COMPANIES", "LTD", "LIMITED",
        "PLC", "LLC", "LP",
        "SA", "NV", "AG", "SE", "HOLDING", "HOLDINGS", "GROUP", "TRUST", "COMMON", "STOCK", "SHARES", "SHARE",
        "ORDINARY", "CLASS",
        "CL", "SERIES", "A", "B", "C", "DEL", "NEW",
    ]

    private static func words(_ name: String) -> [String] {
        let words = name.uppercased().split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "'") }
            .map { $0.filter { $0.isLetter || $0.isNumber } }.filter { !$0.isEmpty }
        let own = words.filter { !forms.contains($0) }
        // `Trust Co.` has no other name.
        return own.isEmpty ? words : own
    }

    private static func venue(_ exchange: String) -> String {
        ["NMS", "NGM", "NCM", "NAS", "NIM"].contains(exchange) ? "NMS" : exchange
    }
}
