import TestWorld
import Testing

@testable import PenstockCommand

/// Two nights of each source that is declared as a value, and of PredictIt, over invented answers: through every
/// storage, stopped after every request and gone on to the same rows, verified and proved.
@Suite("Nights of the sources that are values")
struct InventedNightsTests {
    struct Source: Sendable, CustomTestStringConvertible {
        let name: String
        /// Behind `backfill NAME`.
        let words: String
        /// By night: when it is, and the answers by target; a body that begins with `[` or `{` is JSON, else CSV.
        let nights: [(now: String, answers: [(target: String, body: String)])]
        /// A file of the storage csv and how it ends after both nights.
        let file: String
        let end: String
        var testDescription: String { name }
    }

    /// Milliseconds of a time on 2024-03-04 and the day behind it.
    private static func milliseconds(_ hour: Int, _ minute: Int = 0) -> Int {
        1_709_510_400_000 + (hour * 60 + minute) * 60_000
    }

    private static func market(_ id: String, _ volume: Int, resolved: String = "") -> String {
        """
        {"id":"\(id)","slug":"s-\(id)","question":"Is it \(id)?","outcomeType":"BINARY","mechanism":"cpmm-1",\
        "createdTime":1709424000123,"volume":\(volume).50,"probability":0.41\(resolved)}
        """
    }

    private static let resolution = #","resolutionTime":1709629200000,"resolution":"YES""#

    private static func bet(_ id: String, _ at: Int, _ amount: String) -> String {
        """
        {"id":"\(id)","contractId":"mk05","createdTime":\(at),"outcome":"YES","amount":\(amount),"shares":2.5,\
        "probBefore":0.40,"probAfter":0.41000000000000003}
        """
    }

    static let manifold = Source(
        name: "manifold", words: "--status all",
        nights: [
            (
                "2024-03-04T21:00:00Z",
                [
                    ("/markets?limit=1000", "[\(market("mk06", 3)),\(market("mk05", 9))]"),
                    ("/markets?limit=1000&before=mk05", "[]"),
                    (
                        "/bets?contractId=mk05&limit=1000&afterTime=*&beforeTime=*",
                        "[\(bet("b2", milliseconds(12), "-10")),\(bet("b1", milliseconds(11), "5.10"))]"
                    ),
                    ("/bets?contractId=mk05&limit=1000&afterTime=*&beforeTime=*&before=b1", "[]"),
                    ("/bets?contractId=mk06&limit=1000&afterTime=*&beforeTime=*", "[]"),
                ]
            ),
            (
                "2024-03-05T21:00:00Z",
                [
                    (
                        "/markets?limit=1000",
                        "[\(market("mk06", 3)),\(market("mk05", 12, resolved: resolution))]"
                    ),
                    ("/markets?limit=1000&before=mk05", "[]"),
                    (
                        "/bets?contractId=mk05&limit=1000&afterTime=*&beforeTime=*",
                        "[\(bet("b3", milliseconds(30), "7")),\(bet("b2", milliseconds(12), "-12"))]"
                    ),
                    (
                        "/bets?contractId=mk05&limit=1000&afterTime=*&beforeTime=*&before=b2",
                        "[\(bet("b1", milliseconds(11), "5.10"))]"
                    ),
                    ("/bets?contractId=mk05&limit=1000&afterTime=*&beforeTime=*&before=b1", "[]"),
                    ("/bets?contractId=mk06&limit=1000&afterTime=*&beforeTime=*", "[]"),
                ]
            ),
        ],
        file: "manifold/bets/_mk05.csv",
        end: """
            mk05,2024-03-04T12:00:00.000Z,b2,,YES,-12,2.5,0.40,0.41000000000000003,
            mk05,2024-03-05T06:00:00.000Z,b3,,YES,7,2.5,0.40,0.41000000000000003,

            """)

    static let fred = Source(
        name: "fred", words: "--symbols DGS10 --start-date 2024-02-28",
        nights: [
            (
                "2024-03-05T23:00:00Z",
                [
                    (
                        "/graph/fredgraph.csv?id=DGS10&cosd=*&coed=*",
                        "observation_date,DGS10\n2024-02-28,4.27\n2024-02-29,4.25\n2024-03-01,.\n2024-03-04,4.22\n"
                    )
                ]
            ),
            (
                "2024-03-06T23:00:00Z",
                [
                    (
                        "/graph/fredgraph.csv?id=DGS10&cosd=*&coed=*",
                        "observation_date,DGS10\n2024-02-28,4.27\n2024-02-29,4.25\n2024-03-01,.\n2024-03-04,4.22\n"
                            + "2024-03-05,4.130\n"
                    )
                ]
            ),
        ],
        file: "fred/observations/DGS10.csv", end: "DGS10,2024-03-04,4.22\nDGS10,2024-03-05,4.130\n")

    private static func candles(_ days: ClosedRange<Int>, _ step: Int) -> String {
        let rows = days.reversed().map { "[\(1_709_424_000 + $0 * step),1.10,1.40,1.20,1.3,500.25]" }
        return "[\(rows.joined(separator: ","))]"
    }

    private static func trade(_ id: Int, _ time: String) -> String {
        #"{"trade_id":\#(id),"side":"buy","size":"0.50000000","price":"1.20000000","time":"\#(time)"}"#
    }

    private static let kelp = "/products/KELP-USD"

    static let coinbase = Source(
        name: "coinbase", words: "--symbols KELP-USD --start-date 2024-03-03",
        nights: [
            (
                "2024-03-05T01:00:00Z",
                [
                    ("\(kelp)/candles?granularity=86400&start=*&end=*", candles(0...1, 86_400)),
                    ("\(kelp)/candles?granularity=3600&start=*&end=*", candles(2...5, 3600)),
                    (
                        "\(kelp)/trades?limit=1000",
                        "[\(trade(12, "2024-03-04T09:00:00.123456Z")),\(trade(11, "2024-03-03T09:00:00Z"))]"
                    ),
                    ("\(kelp)/trades?limit=1000&after=11", "[]"),
                ]
            ),
            (
                "2024-03-06T01:00:00Z",
                [
                    ("\(kelp)/candles?granularity=86400&start=*&end=*", candles(2...2, 86_400)),
                    ("\(kelp)/candles?granularity=3600&start=*&end=*", candles(47...47, 3600)),
                    (
                        "\(kelp)/trades?limit=1000",
                        "[\(trade(13, "2024-03-05T10:00:00Z")),\(trade(12, "2024-03-04T09:00:00.123456Z"))]"
                    ),
                    ("\(kelp)/trades?limit=1000&after=12", "[]"),
                ]
            ),
        ],
        file: "coinbase/trades/KELP-USD.csv",
        end: """
            KELP-USD,2024-03-04T09:00:00.123456Z,12,buy,1.20000000,0.50000000
            KELP-USD,2024-03-05T10:00:00.000000Z,13,buy,1.20000000,0.50000000

            """)

    private static func prices(_ last: String) -> String {
        """
        {"markets":[{"id":3001,"name":"Who leads?","url":"https://p.example/3001","status":"Open","contracts":[\
        {"id":9001,"name":"Osk","status":"Open","dateEnd":"NA","lastTradePrice":\(last),"lastClosePrice":0.50,\
        "bestBuyYesCost":0.53,"bestBuyNoCost":0.48,"bestSellYesCost":null,"bestSellNoCost":0.47}]}]}
        """
    }

    static let predictit = Source(
        name: "predictit", words: "",
        nights: [
            ("2024-03-04T21:00:00Z", [("/marketdata/all/", prices("0.52"))]),
            ("2024-03-05T21:00:00Z", [("/marketdata/all/", prices("0.55"))]),
        ],
        file: "predictit/prices.csv",
        end: """
            9001,0.52,0.50,0.53,0.48,,0.47,2024-03-04T21:00:00Z
            9001,0.55,0.50,0.53,0.48,,0.47,2024-03-05T21:00:00Z

            """)

    /// Writes the answers of a night as exchanges.
    private func exchanges(_ source: Source, _ night: Int, in folder: TemporaryFolder) throws -> String {
        let name = "exchanges\(night)"
        for (number, (target, body)) in source.nights[night].answers.enumerated() {
            let isJSON = body.hasPrefix("[") || body.hasPrefix("{")
            try folder.write(
                "\(name)/\(number).http",
                """
                GET \(source.name) \(target)
                received: \(source.nights[night].now)

                HTTP 200
                content-type: \(isJSON ? "application/json" : "text/csv")

                \(body)
                """)
        }
        return folder[name]
    }

    @Test(
        "through every storage, stopped after every request: the same rows, as recorded, and proved",
        arguments: [manifold, fred, coinbase, predictit], ["csv", "csv.gz", "sqlite"])
    func nights(source: Source, storage: String) async throws {
        let folder = try TemporaryFolder("invented")
        let first = try exchanges(source, 0, in: folder)
        let second = try exchanges(source, 1, in: folder)
        let data = "--data-dir"
        let backfill = "backfill \(source.name) \(source.words) --storage \(storage) --replay \(first)"
        let update = "update \(source.name) --replay \(second)"
        await CommandStage.output(of: "\(backfill) \(data) whole", in: folder)
        await CommandStage.output(of: "\(update) \(data) whole", in: folder)
        for line in [backfill, update] {
            var code: Int32 = 75
            for _ in 0..<20 where code == 75 {
                let stage = CommandStage(directory: folder.path)
                code = await stage.run("\(line) \(data) parts --max-requests 1")
                #expect([0, 75].contains(code), "\(line): \(stage.output)\(stage.error)")
            }
            #expect(code == 0)
        }
        for archive in ["whole", "parts"] {
            await CommandStage.output(of: "verify --full \(data) \(archive)", in: folder)
            let now = source.nights[1].now
            await CommandStage.output(of: "status \(source.name) \(data) \(archive)", at: now, in: folder)
            let proof = CommandStage(["PENSTOCK_NOW": now], directory: folder.path)
            #expect(await proof.run("coverage \(source.name) --prove \(data) \(archive)") == 0, "\(proof.output)")
        }
        for path in folder.files(under: "whole") where path.hasSuffix(".csv") && !path.hasPrefix("update_summary") {
            #expect(try folder.text("whole/\(path)") == folder.text("parts/\(path)"), "\(path)")
        }
        guard storage == "csv" else { return }
        let text = try folder.text("whole/\(source.file)")
        #expect(text.hasSuffix(source.end), "\(text)")
    }
}
