import LosslessJSON
import PluginKit
import Tabular
import Testing

/// What is wrong with a plan is known when it is made, and its columns are read from their paths.
@Suite("Plans of rows")
struct RowPlanTests {
    private static func dataset(bid: String = "quote.bid", ask: String = "quote.ask", note: String = "") -> Dataset {
        Dataset(
            "quotes", .entities(nil), "Quotes.",
            columns: [
                Column("id", .text, from: "id"), Column("bid", .decimal, from: bid), Column("ask", .decimal, from: ask),
                Column("size", .decimal, nullable: true, from: "size"),
                Column("note", .text, nullable: true, from: note),
            ], key: ["id"])
    }

    private static let note = ColumnReading<JSONValue>.text("note") { _ in "n" }

    private static func rows(_ plan: RowPlan<JSONValue>, _ text: String) throws -> (rows: [[Value]], odd: [OddMember]) {
        var page = Page<PageTests.Sample>()
        var odd: [OddMember] = []
        try page.rows(by: plan) { rows in
            for row in try JSONDocument(text: text).root.elements {
                do throws(OddMember) {
                    odd += try rows.append(row)
                } catch {
                    odd.append(error)
                }
            }
        }
        var content = PageContent(page)
        let batch = content.takeBatches()[0].batch
        return ((0..<batch.count).map(batch.row), odd)
    }

    private static let quote = #"{"id":1,"quote":{"bid":"0.10","ask":0.2e0},"size":5}"#

    @Test("the first of several members that is there, of whatever document the row has")
    func firstOf() throws {
        let dataset = Dataset(
            "sides", .entities(nil), "Sides.",
            columns: [Column("id", .text, from: "id"), Column("side", .text, nullable: true)], key: ["id"])
        let documents = try [
            #"{"id":"a","side":"yes"}"#, #"{"id":"b","taker":"no","side":"old"}"#, #"{"id":"c","taker":null}"#,
        ].map {
            try JSONDocument(text: $0).root
        }
        let other = try JSONDocument(text: #"{"none":"x","taker":"elsewhere"}"#).root
        let plan = RowPlan<JSONValue>(dataset, [.text("side", firstOf: [Member("taker"), Member("side")], in: { $0 })])
        let foreign = RowPlan<JSONValue>(dataset, [.text("side", firstOf: [Member("taker")], in: { _ in other })])
        #expect(plan.fault == nil)
        for (plan, sides) in [(plan, ["yes", "no", nil]), (foreign, ["elsewhere", "elsewhere", "elsewhere"])] {
            var page = Page<PageTests.Sample>()
            try page.rows(by: plan) { rows in for row in documents { _ = try rows.append(row) } }
            var content = PageContent(page)
            let batch = content.takeBatches()[0].batch
            #expect((0..<3).map { batch.text(row: $0, column: 1) } == sides)
            #expect((0..<3).map { batch.text(row: $0, column: 0) } == ["a", "b", "c"])
        }
    }

    @Test("two neighbouring decimals exchanged in a declaration are other rows")
    func exchanged() throws {
        let right = [[Value.text("1"), .decimal("0.10"), .decimal("0.2e0"), .decimal("5"), .text("n")]]
        #expect(try Self.rows(RowPlan(Self.dataset(), [Self.note]), "[\(Self.quote)]").rows == right)
        let exchanged = try Self.rows(
            RowPlan(Self.dataset(bid: "quote.ask", ask: "quote.bid"), [Self.note]), "[\(Self.quote)]"
        ).rows
        #expect(exchanged != right && exchanged[0][1] == .decimal("0.2e0"))
    }

    @Test(
        "a name that is no column, another type, a column that is filled twice or by nothing is a fault of the plan",
        arguments: [
            ([note], nil), ([], "nothing fills note"),
            ([note, .decimal("biid") { _ in "1" }], "there is no column biid"),
            ([note, .integer("bid") { _ in 1 }], "bid is decimal, and is read as an integer"),
            ([note, note], "note is read twice"),
            ([.json("note")], "note has no path"), ([note, .json("bid")], "bid is decimal, and is read as text"),
        ] as [([ColumnReading<JSONValue>], String?)])
    func faults(_ readings: [ColumnReading<JSONValue>], _ fault: String?) throws {
        let plan = RowPlan(Self.dataset(), readings)
        #expect(plan.fault.map { $0.contains(fault ?? "-") } ?? (fault == nil), "\(plan.fault ?? "")")
        func fill() throws {
            var page = Page<PageTests.Sample>()
            try page.rows(by: plan) { _ in }
        }
        if fault == nil { return try fill() }
        #expect {
            try fill()
        } throws: { error in
            (error as? PluginError)?.code == .plugin
        }
    }

    @Test("so it is of whole columns")
    func columns() throws {
        func fault(_ names: [String], _ type: ColumnType = .decimal) -> String? {
            ColumnPlan<Int>(
                Self.dataset(),
                names.map { .init($0, $0 == "id" || $0 == "note" ? .text : type) { _, _ in ColumnData() } }
            ).fault
        }
        #expect(fault(["note", "ask", "bid", "size", "id"]) == nil)
        #expect(fault(["note", "ask", "bid", "id"]) == "nothing fills size")
        #expect(fault(["note", "ask", "bid", "size", "id", "mid"]) == "there is no column mid")
        #expect(
            fault(["note", "ask", "bid", "size", "id"], .integer)?.contains("bid is decimal, and is read as integer")
                == true)
        #expect(fault(["note", "ask", "bid", "bid", "size", "id"]) == "bid is read twice")
    }

    @Test("a member that cannot be read costs itself or its row, as the plan says; so does an object that is not there")
    func cost() throws {
        let odd = #"{"id":2,"quote":{"bid":"1","ask":"2"},"size":"many"}"#
        let text = "[\(Self.quote),\(odd),{\"id\":3,\"quote\":null},{\"id\":4,\"quote\":{\"bid\":1}}]"
        let members = try Self.rows(RowPlan(Self.dataset(), [Self.note]), text)
        #expect(members.rows.map { $0[0] } == [.text("1"), .text("2")] && members.rows[1][3] == .null)
        #expect(
            members.odd.map(\.description) == [
                #"size is "many", not a decimal"#, "there is no quote.bid", "there is no quote.ask",
            ])
        let rows = try Self.rows(RowPlan(Self.dataset(), oddCosts: .row, [Self.note]), text)
        #expect(rows.rows.map { $0[0] } == [.text("1")])
        #expect(
            rows.odd.map(\.description) == [
                #"size is "many", not a decimal"#, "there is no quote", "there is no quote.ask",
            ])
    }

    @Test("nothing and older names are what the convention says; lists are kept as their JSON")
    func conventions() throws {
        let convention = Convention(isEmptyNothing: true) { key in key == "size" ? .init(key: "count") : nil }
        let row = #"{"id":"1","quote":{"bid":"1","ask":"2"},"count":"7","tags":["a", "b"]}"#
        let empty = #"{"id":"1","quote":{"bid":"1","ask":"2"},"size":"","tags":""}"#
        let plan = RowPlan(Self.dataset(note: "tags"), convention: convention, [.json("note")])
        let read = try Self.rows(plan, "[\(row),\(empty)]")
        #expect(read.odd.isEmpty && read.rows[0].suffix(2) == [.decimal("7"), .text(#"["a", "b"]"#)])
        #expect(read.rows[1].suffix(2) == [.null, .null])
        // Control: as JSON has it, an empty text is one, and no decimal.
        #expect(try Self.rows(RowPlan(Self.dataset(note: "tags")), "[\(empty)]").odd.map(\.name) == ["size"])
    }

    @Test("a member is found by its column; a name that is none with a path says so at each reading")
    func member() throws {
        let row = try JSONDocument(text: Self.quote).root
        let plan = RowPlan(Self.dataset(), [Self.note])
        #expect(
            try plan.member("bid").decimal(in: row) == "0.10" && plan.member("ask").raw(in: row)?.decimalText == "0.2e0"
        )
        #expect(throws: OddMember.self) { try plan.member("bidd").text(in: row) }
        #expect(throws: OddMember.self) { try plan.member("note").text(in: row) }
    }
}
