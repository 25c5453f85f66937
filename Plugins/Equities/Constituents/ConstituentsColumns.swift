import DelimitedText
import PluginKit
import Tabular

/// Where the columns of a list stand, under any of the names that they have had.
struct ConstituentsColumns {
    let symbol: Int
    /// By the column's name.
    private let positions: [String: Int]

    /// Other names than those that the columns are declared with.
    private static let others = [
        "symbol": ["Ticker"], "security": ["Name", "Company"], "sector": ["Sector"],
        "sub_industry": ["GICS Sub Industry", "Sub-Industry"],
        "headquarters": ["Headquarters"], "date_added": ["Date first added"],
    ]

    /// Symbol, name and sector have always been there; without one of them it is another table.
    init(_ header: DelimitedHeader) throws {
        var positions: [String: Int] = [:]
        for column in Constituents.dataset.schema.columns where !column.source.isEmpty {
            let names = [column.source] + (ConstituentsColumns.others[column.name] ?? [])
            positions[column.name] = names.lazy.compactMap { header.position(ofOptional: $0) }.first
            if positions[column.name] == nil, ["symbol", "security", "sector"].contains(column.name) {
                positions[column.name] = try header.position(of: column.source)
            }
        }
        symbol = positions["symbol"] ?? 0
        self.positions = positions
    }

    func member(of record: DelimitedRecord, _ symbol: Symbol, page: inout Page<Equities>) -> Constituents.Member {
        var member = Constituents.Member(symbol: symbol)
        for name in Constituents.texts { member.texts[name] = text(record, positions[name], symbol, &page) }
        member.dateAdded = day(record, symbol, page: &page)
        return member
    }

    /// Text with a NUL cannot be kept: SQLite would cut it there.
    private func text(_ record: DelimitedRecord, _ position: Int?, _ symbol: Symbol, _ page: inout Page<Equities>)
        -> String?
    {
        guard let text = text(record, position) else { return nil }
        guard text.utf8.contains(0) else { return text }
        let shown = text.replacing("\0", with: "\\u0000")
        page.leavesOut(
            OddMember("a cell", expected: "text", text: shown), nil, of: Constituents.dataset, key: symbol.text)
        return nil
    }

    private func text(_ record: DelimitedRecord, _ position: Int?) -> String? {
        guard let position else { return nil }
        let text = record.text(at: position)
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    /// Older lists have notes there; one such cell is no reason to do without the list.
    private func day(_ record: DelimitedRecord, _ symbol: Symbol, page: inout Page<Equities>) -> Day? {
        guard let text = text(record, positions["date_added"]) else { return nil }
        guard let day = Day(text) else {
            page.flag(
                "T2", "constituents: date_added of \(symbol.text) is \"\(text)\", which is not a date; stored as null")
            return nil
        }
        return day
    }
}
