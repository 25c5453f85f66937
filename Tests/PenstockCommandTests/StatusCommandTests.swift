import Foundation
import Tabular
import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock status` as it is typed, over four archives, word for word.
@Suite("status, from the command line")
struct StatusCommandTests {
    /// Text and JSON of a line of status.
    private func record(
        _ name: String, _ desk: LookDesk, _ type: (String, Int32) async -> CommandStage, _ exitCode: Int32
    )
        async
    {
        expectScreen(desk.steady(await type("status equities", exitCode).output), name)
        expectGolden(desk.steady(await type("status equities --json", exitCode).output), name + "-json")
    }

    @Test("fresh: on the weekend and until Monday's run too; --quiet then says nothing")
    func fresh() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("AAPL", "BRK.B")
            desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-10-15")] }
            desk.market.move(to: "2024-11-21T22:00:00Z")
            _ = await type("backfill equities --symbols AAPL,BRK.B --start-date 2024-10-01 --quiet", 10)
            _ = await type("update equities --quiet", 0)
            for moment in [
                "2024-11-22T20:59:00Z", "2024-11-22T22:00:00Z", "2024-11-24T12:00:00Z", "2024-11-25T14:00:00Z",
            ] {
                desk.market.move(to: moment)
                #expect(await type("status", 0).output.hasPrefix("equities: up to date\n"))
                #expect(await type("status --quiet", 0).output == "")
            }
            await record("status-fresh", desk, type, 0)
            // Strictly, Friday's bar is there to be had.
            #expect(await type("status --max-age-days 0 --quiet", 66).output.contains("STALE"))
        }
    }

    @Test("stale: rows and runs are missing; with more patience it is not")
    func stale() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            await desk.twoNights(type)
            desk.market.move(to: "2024-11-29T22:00:00Z")
            await record("status-stale", desk, type, 66)
            #expect(await type("status --max-age-days 3", 0).error == "")
            #expect(await type("status --max-age-days many", 64).error.contains("--max-age-days many"))
        }
    }

    @Test("failing: every run ends otherwise than with 0, so that the last success is too long ago")
    func failing() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("AAPL", "MSFT")
            _ = await type("backfill equities --symbols AAPL,MSFT --start-date 2024-10-01 --quiet", 0)
            desk.market.change("MSFT") { $0.refusal = (404, "{}") }
            for moment in ["2024-11-25T22:00:00Z", "2024-11-26T22:00:00Z", "2024-11-27T22:00:00Z"] {
                desk.market.move(to: moment)
                _ = await type("update equities --quiet", 10)
            }
            await record("status-failing", desk, type, 66)
        }
    }

    @Test("empty: an archive that was made and holds nothing yet; one that is not there is another thing")
    func empty() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            _ = await type("status", 78)
            _ = await type("backfill equities --symbols NOPE --start-date 2024-10-01 --quiet", 69)
            _ = await type("forget equities --symbols NOPE --quiet", 0)
            await record("status-empty", desk, type, 66)
        }
    }

    @Test("nothing ran: no row is missing, and the missing success is the alarm all the same")
    func silent() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("AAPL", "MSFT")
            _ = await type("backfill equities --symbols AAPL,MSFT --start-date 2024-10-01 --quiet", 0)
            for moment in ["2024-11-25T22:00:00Z", "2024-11-26T22:00:00Z", "2024-11-27T22:00:00Z"] {
                desk.market.move(to: moment)
                // Each symbol by itself: all rows come, and no run looks at all of the archive.
                _ = await type("update equities --symbols AAPL --quiet", 0)
                _ = await type("update equities --symbols MSFT --quiet", 0)
            }
            let text = await type("status", 66).output
            #expect(text.hasPrefix("equities: STALE: no success for 3 sessions\n"))
            #expect(text.contains("2 up to date, 0 behind"))
            _ = await type("update equities --quiet", 0)
            #expect(await type("status", 0).output.hasPrefix("equities: up to date\n"))
        }
    }
}
