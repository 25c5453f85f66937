import DelimitedText
import PluginKit
import Tabular

/// Reads the list of the S&P 500. Columns are found by name; the set of them has changed before.
///
/// A row that names no symbol, or one that another row has named, is set aside; a list with such a row is not whole, so
/// that nobody is taken to have left. Throws `PluginError.malformed` for what is no such list, `.refused` for a list of
/// another length (E20): a short list would make members look like leavers.
struct ConstituentsReading {
    /// Some companies have two classes of shares in the index, and in between changes a few names are missing.
    static let plausible = 480...520

    /// A list whose last line has no end was cut off.
    private static let dialect = DelimitedDialect(requiresFinalNewline: true, acceptsByteOrderMark: true)

    private let response: Response
    private let plausible: ClosedRange<Int>

    init(_ response: Response, plausible: ClosedRange<Int> = ConstituentsReading.plausible) {
        self.response = response
        self.plausible = plausible
    }

    func read(into page: inout Page<Equities>) throws {
        var rows: [String: Constituents.Member] = [:]
        var lines = 0
        var isWhole = true
        do {
            var reader = DelimitedReader(response.body, dialect: ConstituentsReading.dialect)
            let columns = try ConstituentsColumns(reader.header())
            var record = DelimitedRecord()
            while try reader.next(into: &record) {
                lines += 1
                let raw = (0..<record.count).map { record.text(at: $0) }.joined(separator: "|")
                guard let symbol = Symbol(record.text(at: columns.symbol)) else {
                    let odd = OddMember("Symbol", expected: "a symbol", text: record.text(at: columns.symbol))
                    page.setAside(odd, nil, of: Constituents.dataset, key: "line \(record.line)", raw: raw)
                    isWhole = false
                    continue
                }
                let row = columns.member(of: record, symbol, page: &page)
                guard let first = rows[symbol.text] else {
                    rows[symbol.text] = row
                    continue
                }
                if first == row {
                    page.flag("E3", "constituents: \(symbol.text) comes twice and counts once")
                } else {
                    page.setAside("E3", of: Constituents.dataset, key: symbol.text, raw: raw)
                    isWhole = false
                }
            }
            page.looks(at: lines, of: Constituents.dataset)
        } catch let error as DelimitedTextError {
            throw malformed("\(error)")
        }
        guard plausible.contains(lines) else {
            throw PluginError(
                .refused,
                """
                the list has \(lines) names; a list of the S&P 500 has \(plausible.lowerBound) to \
                \(plausible.upperBound)
                """,
                fix: "the stored list stays as it is; look at the upstream sp500, or name the symbols yourself")
        }
        let sorted = rows.sorted { $0.key < $1.key }
        try page.append(values: sorted.map(\.value), by: Constituents.plan)
        for (symbol, _) in sorted { try page.discover(.bars(symbol)) }
        if isWhole { page.completes(Constituents.dataset) }
    }

    private func malformed(_ message: String) -> PluginError { .malformed("the list of the S&P 500: \(message)") }
}
