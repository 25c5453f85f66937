import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// What `penstock runs` says of a ledger, as text and as JSON.
@Suite("What runs says of a ledger")
struct RunsTests {
    @Test("the list, one run with its troubles, and what has changed since, as text and as JSON")
    func ledger() async throws {
        let desk = try LookDesk()
        var transcript = ""
        var documents = ""
        try await desk.typing { type in
            await desk.twoNights(type)
            _ = await type("forget equities --symbols NOPE --quiet", 0)
            _ = await type("update equities --symbols MSFT --quiet", 0)
            for line in [
                "runs", "runs show 1", "runs show 2", "runs show 3 equities", "runs changes --since 1",
                "runs changes --since 4",
            ] {
                transcript += "$ penstock \(line)\n\(await type(line, 0).output)\n"
            }
            for line in ["runs show 1 --json", "runs changes --since 1 --json", "runs list --last 1 --json"] {
                documents += await type(line, 0).output
            }
        }
        expectScreen(desk.steady(transcript), "runs")
        expectGolden(desk.steady(documents), "runs-json")
    }

    @Test("a number that is no run is refused with the range that there is; several archives need a provider")
    func refusals() async throws {
        let desk = try LookDesk()
        var transcript = ""
        try await desk.typing { type in
            desk.market.list("AAPL")
            _ = await type("backfill equities --symbols AAPL --start-date 2024-10-01 --quiet", 0)
            _ = await type("update equities --quiet", 0)
            for line in ["runs show 3", "runs show x", "runs show 0", "runs changes --since 7", "runs show 1 kalshi"] {
                transcript += "$ penstock \(line)\n\(await type(line, line.hasSuffix("kalshi") ? 78 : 64).error)\n"
            }
            #expect(await type("runs changes --since 0 --json", 0).output.contains("\"added_count\": 1"))
        }
        expectScreen(desk.steady(transcript), "runs-refused")
    }

    @Test("what is long is cut, and --all has all of it")
    func bounded() async throws {
        let desk = try LookDesk()
        let names = (0..<26).map { "NOPE" + String(UnicodeScalar(UInt8(65 + $0))) }
        try await desk.typing { type in
            desk.market.list("AAPL")
            _ = await type(
                "backfill equities --symbols AAPL,\(names.joined(separator: ",")) --start-date 2024-11-01 --quiet", 10)
            let short = await type("runs show 1", 0).output
            #expect(
                short.contains("NOPET: absent") && !short.contains("NOPEU")
                    && short.contains("and 6 more; --all prints them"))
            let whole = await type("runs show 1 --all", 0).output
            #expect(names.allSatisfy { whole.contains("\($0): absent") } && !whole.contains("more;"))
        }
    }

    @Test("text from outside cannot move the cursor or turn the line")
    func safe() {
        let text = "a\u{1B}[31mred\r\n\tb\u{7F}\u{9B}\u{202E}c\u{FEFF}é—漢"
        #expect(TerminalText.safe(text) == #"a\u{1B}[31mred\r\n\tb\u{7F}\u{9B}\u{202E}c\u{FEFF}é—漢"#)
    }
}
