import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// `--max-requests`: a run that may ask so much and no more commits what came, and the next one goes on.
@Suite("A run that may make so many requests")
struct MaxRequestsTests {
    /// Hours after the session is final, and before the next: however long the machine takes.
    private static let now = "2024-06-08T06:00:00Z"
    private static let symbols = ["AAPL", "KO", "MSFT", "PEP", "XOM"]

    /// Runs a line until it does not end with 75: of each run the code, how many requests it made, and what it said.
    private func runs(
        of line: (_ base: String) -> (line: String, file: String)
    ) async throws -> [(code: Int32, requests: Int, said: String)] {
        let market = FakeMarket(now: Self.now)
        for symbol in Self.symbols { market.list(symbol) }
        var runs: [(code: Int32, requests: Int, said: String)] = []
        try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let (line, file) = line(upstream.base)
                try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                    repeat {
                        let before = upstream.requests.count
                        let stage = CommandStage(["PENSTOCK_NOW": Self.now], directory: folder)
                        let code = await stage.run(line)
                        runs.append((code, upstream.requests.count - before, stage.output + stage.error))
                    } while runs.last?.code == 75 && runs.count < 10
                    #expect(
                        await CommandStage(["PENSTOCK_NOW": Self.now], directory: folder).run("status equities") == 0)
                }
            })
        return runs
    }

    private func typed(_ flags: String, _ base: String) -> String {
        """
        backfill equities --symbols \(Self.symbols.joined(separator: ",")) --start-date 2024-01-02 \
        --upstream yahoo=\(base) --rate-limit-delay 0\(flags)
        """
    }

    @Test("ends with 75 with what came committed, and the same line goes on until all is there")
    func goesOn() async throws {
        let none = "jobs:\n  a: {command: status}\n"
        let runs = try await runs { (typed(" --max-requests 2", $0), none) }
        #expect(runs.map(\.code) == [75, 75, 0], "\(runs)")
        #expect(runs.map(\.requests) == [2, 2, 1])
        #expect(runs.first?.said.contains("stopped after 2 of 5 symbols, all committed") == true)
        // The one that only goes on says it too.
        let said = runs.map { $0.said.contains("no request more was begun after 2 (--max-requests 2)") }
        #expect(said == [true, true, false])
        // Control: as many as it takes is no stop, and so is no number.
        for flags in [" --max-requests 5", ""] {
            #expect(try await self.runs { (typed(flags, $0), none) }.map(\.code) == [0])
        }
    }

    @Test("one at a time gets through too: a first answer that says what time it is belongs to its symbol")
    func one() async throws {
        let runs = try await runs { (typed(" --max-requests 1", $0), "jobs:\n  a: {command: status}\n") }
        #expect(runs.map(\.code) == [75, 75, 75, 75, 0] && runs.allSatisfy { $0.requests == 1 }, "\(runs)")
    }

    @Test("is a key of the jobs file")
    func key() async throws {
        let runs = try await runs { base in
            (
                "run night",
                """
                jobs:
                  night: {command: backfill, providers: equities, symbols: [\(Self.symbols.joined(separator: ", "))], \
                start-date: 2024-01-02, upstream: {yahoo: '\(base)'}, rate-limit-delay: 0, max-requests: 3}
                """
            )
        }
        #expect(runs.map(\.code) == [75, 0] && runs.map(\.requests) == [3, 2], "\(runs)")
    }

    @Test("is refused where it is no number of requests", arguments: ["0", "many", "1.5"])
    func refused(text: String) async throws {
        try await TemporaryFolder.with { folder in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("update equities --max-requests \(text)") == 64)
            #expect(stage.error.contains("--max-requests \(text): it has to be a whole number from 1 to 1000000000"))
        }
    }
}
