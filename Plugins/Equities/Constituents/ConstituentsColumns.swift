import DelimitedText
import PluginKit
import Tabular

/// Where the columns of a list stand, under any of the names that they have had.
struct ConstituentsColumns {
    let symbol: Int
    private let security: Int?
    private let sector: Int?
    private let subIndustry: Int?
    private let headquarters: Int?
    private let dateAdded: Int?
    private let cik: Int?
    private let founded: Int?

    /// Symbol, name and sector have always been there; without one of them it is another table.
    init(_ header: DelimitedHeader) throws {
        func find(_ names: String...) -> Int? { names.lazy.compactMap { header.position(ofOptional: $0) }.first }
        symbol = try find("Symbol", "Ticker") ?? header.position(of: "Symbol")
        security = try find("Security", "Name", "Company") ?? header.position(of: "Security")
        sector = try find("GICS Sector", "Sector") ?? header.position(of: "GICS Sector")
        subIndustry = find("GICS Sub-Industry", "GICS Sub Industry", "Sub-Industry")
        headquarters = find("Headquarters Location", "Headquarters")
        dateAdded = find("Date added", "Date first added")
        cik = find("CIK")
        founded = find("Founded")
    }

    /// The row in the order of ``Constituents/dataset``. The runtime keeps the last two columns.
    func row(of record: DelimitedRecord, _ symbol: Symbol, page: inout Page<Equities>) -> [Value] {
        [
            .text(symbol.text), text(record, security, symbol, &page), text(record, sector, symbol, &page),
            text(record, subIndustry, symbol, &page), text(record, headquarters, symbol, &page), day(record, symbol, page: &page),
            text(record, cik, symbol, &page), text(record, founded, symbol, &page), .null, .null,
        ]
    }

    /// Text with a NUL cannot be kept: SQLite would cut it there.
    private func text(_ record: DelimitedRecord, _ position: Int?, _ symbol: Symbol, _ page: inout Page<Equities>) -> Value {
        guard case .text(let text) = text(record, position) else { return .null }
        guard text.utf8.contains(0) else { return .text(text) }
        let shown = text.replacing("\0", with: "\\u0000")
        page.leavesOut(OddMember("a cell", expected: "text", text: shown), nil, of: Constituents.dataset, key: symbol.text)
        return .null
    }

    private func text(_ record: DelimitedRecord, _ position: Int?) -> Value {
        guard let position else { return .null }
        let text = record.text(at: position)
        return text.allSatisfy(\.isWhitespace) ? .null : .text(text)
    }

    /// Older lists have notes there; one such cell is no reason to do without the list.
    private func day(_ record: DelimitedRecord, _ symbol: Symbol, page: inout Page<Equities>) -> Value {
        guard case .text(let text) = text(record, dateAdded) else { return .null }
        guard let day = Day(text) else {
            page.flag("T2", "constituents: date_added of \(symbol.text) is \"\(text)\", which is not a date; stored as null")
            return .null
        }
        return .day(day)
    }
}
