import Foundation
import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock coverage` and `penstock quarantine` as they are typed: text, CSV, JSON, and `--prove`.
@Suite("coverage and quarantine, from the command line")
struct CoverageCommandTests {
    @Test("holes with their reasons, every span, CSV and JSON; --prove says 66 until all is accounted for")
    func coverage() async throws {
        let desk = try LookDesk()
        var transcript = ""
        var documents = ""
        try await desk.typing { type in
            await desk.twoNights(type)
            for (line, code) in [
                ("coverage", 0), ("coverage --prove", 66), ("coverage equities --symbols MSFT --prove", 0),
                ("coverage equities --symbols AAPL --all", 0), ("coverage --csv", 0),
                ("coverage --csv --all --symbols BRK.B", 0),
                ("coverage --quiet --symbols MSFT", 0),
            ] {
                transcript += "$ penstock \(line)\n\(await type(line, Int32(code)).output)\n"
            }
            documents = await type("coverage --json", 0).output
            let all = await type("coverage --json --all --datasets actions", 0).output
            let object = try #require(try JSONSerialization.jsonObject(with: Data(all.utf8)) as? [String: Any])
            #expect(object["unit_count"] as? Int == 4 && object["units_with_holes"] as? Int == 3)
            let units = try #require((object["providers"] as? [[String: Any]])?.first?["units"] as? [[String: Any]])
            #expect(units.count == 4 && units.allSatisfy { ($0["spans"] as? [Any])?.isEmpty == false })
            for (line, word) in [
                ("coverage --symbols APL", "APL"), ("coverage --datasets bars", "daily_bars"),
                ("coverage --csv --json", "--csv"),
            ] {
                #expect(await type(line, 64).error.contains(word))
            }
        }
        expectScreen(desk.steady(transcript), "coverage")
        _ = try JSONSerialization.jsonObject(with: Data(documents.utf8))
        expectGolden(desk.steady(documents), "coverage-json")
    }

    @Test("what status calls missing, coverage calls missing; an archive of nothing proves nothing")
    func agrees() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            await desk.twoNights(type)
            desk.market.move(to: "2024-11-29T22:00:00Z")
            func object(_ line: String, _ code: Int32) async throws -> [String: Any] {
                let text = await type(line, code).output
                let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                return try #require((root["providers"] as? [[String: Any]])?.first)
            }
            let status = try await object("status --json", 66)
            let coverage = try await object("coverage --json --all", 0)
            let units = try #require(coverage["units"] as? [[String: Any]])
            func spans(_ state: String) -> [(unit: String, sessions: Int)] {
                units.flatMap { unit in
                    (unit["spans"] as? [[String: Any]] ?? []).filter { $0["state"] as? String == state }.map {
                        (unit["unit"] as? String ?? "", $0["sessions"] as? Int ?? 0)
                    }
                }
            }
            let behind = try #require(status["behind"] as? [[String: Any]])
            let unasked = spans("unasked") + spans("awaited")
            #expect(
                Set(behind.map { "\($0["unit"] ?? "") \($0["missing"] ?? 0)" })
                    == Set(unasked.map { "\($0.unit) \($0.sessions)" }))
            #expect(status["gap_count"] as? Int == spans("gap").count(where: { $0.unit != "NOPE" }))
            #expect(status["waiting_count"] as? Int == Set(spans("resting").map(\.unit)).count)
            let rows = (coverage["datasets"] as? [[String: Any]] ?? []).reduce(0) { $0 + ($1["rows"] as? Int ?? 0) }
            #expect(status["rows"] as? Int == rows)
            for symbol in ["AAPL", "BRK.B", "MSFT", "NOPE"] {
                _ = await type("forget equities --symbols \(symbol) --yes", 0)
            }
            #expect(await type("coverage --prove", 66).output.contains("NOT PROVED: it keeps no symbols"))
        }
    }

    @Test("the last session is for the next run: no hole until another one has closed")
    func awaited() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("AAPL")
            _ = await type("backfill equities --symbols AAPL --start-date 2024-11-01 --quiet", 0)
            _ = await type("coverage --prove --quiet", 0)
            desk.market.move(to: "2024-11-25T22:00:00Z")
            #expect(await type("coverage --prove", 0).output.contains("1 for the next run"))
            #expect(await type("coverage --prove --max-age-days 0", 66).output.contains("2024-11-25  never asked for"))
            desk.market.move(to: "2024-11-26T22:00:00Z")
            #expect(
                await type("coverage --prove --quiet", 66).output.contains("2024-11-25..2024-11-26  never asked for"))
        }
    }

    @Test("quarantined rows by rule and symbol, with what cannot be printed shown")
    func quarantine() async throws {
        let desk = try LookDesk()
        var transcript = ""
        try await desk.typing { type in
            await desk.twoNights(type)
            for (line, code) in [
                ("quarantine", 0), ("quarantine equities --rule e6 --symbols BRK.B --json", 0),
                ("quarantine --symbols AAPL", 0),
                ("quarantine --rule E66", 64), ("quarantine --last 0", 64), ("quarantine --symbols BRKB", 64),
            ] {
                let stage = await type(line, Int32(code))
                transcript += "$ penstock \(line)\n\(stage.output)\(stage.error)\n"
            }
        }
        expectScreen(desk.steady(transcript), "quarantine")
    }
}
