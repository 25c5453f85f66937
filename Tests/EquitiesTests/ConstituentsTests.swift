import PluginKit
import PluginTesting
import Tabular
import Testing

/// The list of the S&P 500 as it is published: its columns, its length, and what is refused.
@Suite("Equities: the list of the index")
struct ConstituentsTests {
    static let header = "Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded"

    static func symbol(_ number: Int) -> String {
        String(decoding: [number / 676, number / 26 % 26, number % 26].map { UInt8(65 + $0) }, as: UTF8.self)
    }

    static func list(
        _ count: Int, header: String = header,
        row: (String) -> String = { "\($0),\($0) Works,Industrials,,,1999-01-04,1001,1901" }
    ) -> String {
        header + "\n" + (0..<count).map { row(symbol($0)) + "\n" }.joined()
    }

    private func read(_ text: String) throws -> Reading {
        try Reading(text, unit: "constituents", span: nil, mediaType: "text/plain; charset=utf-8")
    }

    @Test("a row as it was sent, with the symbol in the archive's form, and a unit for every name")
    func row() throws {
        let rows =
            """
            BRK-B,"Berkshire ""H"", Inc.",Financials,Multi–line,"Omaha, Nebraska",2010-02-16,0001067983,1839 \
            (1839)\nZZZ,Z,Energy,,,,,\n
            """
        let reading = try read(Self.list(500) + rows)
        #expect(reading.rows("constituents").count == 502)
        #expect(
            reading.rows("constituents").contains(
                """
                BRK.B Berkshire "H", Inc. Financials Multi–line Omaha, Nebraska 2010-02-16 0001067983 1839 (1839) - -
                """
            ))
        #expect(reading.rows("constituents").last == "ZZZ Z Energy - - - - - - -")
        #expect(reading.batch("constituents")?.isInKeyOrder == true)
        #expect(reading.content.completed == ["constituents"])
        #expect(reading.content.discoveries.count == 502)
        #expect(reading.content.discoveries.contains { $0.unit.text == "bars(BRK.B)" })
    }

    @Test("columns are found by name: another order, the older names, a byte order mark, CRLF")
    func columns() throws {
        let older = try read(
            "\u{FEFF}"
                + Self.list(490, header: "Sector,Name,Symbol") { "Energy,\($0) Corp,\($0)" }.replacing(
                    "\n", with: "\r\n"))
        #expect(older.rows("constituents").first == "AAA AAA Corp Energy - - - - - - -")
    }

    @Test("a list of another length is refused, with its length", arguments: [0, 1, 479, 521])
    func length(_ count: Int) throws {
        let error = try #require(Reading.refusal { try read(Self.list(count)) })
        #expect(error.code == .refused)
        #expect(error.message == "the list has \(count) names; a list of the S&P 500 has 480 to 520")
    }

    @Test("what is no such list is refused with the reason")
    func malformed() {
        func message(_ text: String) -> String { Reading.refusal { try read(text) }?.message ?? "" }
        #expect(message(Self.list(500, header: "Ticker,Weight") { "\($0),1" }).contains("no column named \"Security\""))
        #expect(message("<!DOCTYPE html>\n<html></html>\n").contains("no column named \"Symbol\""))
        #expect(message(Self.list(500) + "ZZZ,x,x\n").contains("line 502"))
        #expect(message(String(Self.list(500).dropLast())).contains("no line end"))
        #expect(message("").contains("no header"))
    }

    @Test("a date that is none is null and flagged; the list is used all the same")
    func date() throws {
        let reading = try read(Self.list(500) + "ZZZ,Z,Energy,,,1976 (or so),,\n")
        #expect(reading.rows("constituents").last == "ZZZ Z Energy - - - - - - -")
        #expect(
            reading.content.flags == [
                "T2: constituents: date_added of ZZZ is \"1976 (or so)\", which is not a date; stored as null"
            ])
    }
}
