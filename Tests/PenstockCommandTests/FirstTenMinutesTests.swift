import Foundation
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// What a stranger sees who follows the README, over loopback HTTP and word for word.
@Suite("The first ten minutes")
struct FirstTenMinutesTests {
    private static let clock = ["PENSTOCK_NOW": "2024-11-25T22:00:00Z"]

    /// Three names with a history, and an index of 501 whose other members were listed lately.
    private static var market: FakeMarket {
        let market = FakeMarket(now: "2024-11-25T22:00:00Z")
        market.list("AAPL", "BRK.B", "MSFT")
        market.change("AAPL") { $0.splits[FakeMarket.day("2020-08-31")] = (4, 1) }
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
        let others: [String] = letters.flatMap { first in letters.map { second in "X\(first)\(second)" } }.prefix(499)
            .map { $0 }
        for symbol in others { market.change(symbol) { $0.listed = FakeMarket.day("2024-11-01") } }
        market.members(["AAPL", "BRK.B"] + others)
        return market
    }

    /// Runs a line against the fake market; the transcript is what the person sees.
    private func type(
        _ line: String, _ upstream: FakeUpstream, in folder: String, exitCode: Int32, _ transcript: inout String
    ) async {
        let stage = CommandStage(Self.clock, directory: folder)
        let needsMarket = line.hasPrefix("backfill") || line.hasPrefix("update")
        let flags =
            needsMarket
            ? " --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base) --rate-limit-delay 0" : ""
        let code = await stage.run(line + flags)
        #expect(code == exitCode, "\(line): \(stage.error)")
        transcript += "$ penstock \(line)\n\(stage.output)\(stage.error)[exit \(code)]\n\n"
    }

    @Test("backfill, head, update, the index as a dry run and for real, status, forget, runs")
    func session() async throws {
        let folder = try TemporaryFolder("ten-minutes")
        let path = folder.path
        let market = Self.market
        var transcript = ""
        try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                await type(
                    "backfill equities --symbols AAPL,BRK.B,NOPE --start-date 2020-01-01", upstream, in: path,
                    exitCode: 10, &transcript)
                let rows = try String(
                    contentsOfFile: "\(path)/data/historical/equities/daily_bars/AAPL.csv", encoding: .utf8)
                transcript += "$ head -3 data/historical/equities/daily_bars/AAPL.csv\n"
                transcript += rows.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n\n"
                market.forgetRequests()
                await type("update equities", upstream, in: path, exitCode: 0, &transcript)
                #expect(market.requests == [])
                await type("status", upstream, in: path, exitCode: 0, &transcript)
                await type("backfill equities --symbols sp500 --dry-run", upstream, in: path, exitCode: 0, &transcript)
                #expect(market.requests == [])
                await type("backfill equities --symbols sp500", upstream, in: path, exitCode: 0, &transcript)
                await type("forget equities --symbols NOPR", upstream, in: path, exitCode: 64, &transcript)
                await type("forget equities --symbols NOPE", upstream, in: path, exitCode: 0, &transcript)
                await type("status", upstream, in: path, exitCode: 0, &transcript)
                await type("runs", upstream, in: path, exitCode: 0, &transcript)
            })
        expectScreen(Self.steady(transcript, folder: path), "first-ten-minutes")
    }

    @Test("Ctrl-C: what was received is committed, exit 75 in time; the same line goes on where it was")
    func interrupted() async throws {
        let folder = try TemporaryFolder("interrupted")
        let market = Self.market
        let running = Mutex<PenstockProcess?>(nil)
        let count = Mutex(0)
        try await FakeUpstream.serving(
            { request in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                if number == 213 { running.withLock { $0?.send(SIGINT) } }
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let line = [
                    "backfill", "equities", "--start-date", "2024-11-01", "--upstream", "yahoo=\(upstream.base)",
                    "--upstream",
                    "sp500=\(upstream.base)", "--rate-limit-delay", "0",
                ]
                let process = try PenstockProcess(line, in: folder.path, environment: Self.clock)
                running.withLock { $0 = process }
                let stopped = try await process.wait()
                #expect(stopped.exitCode == 75 && !stopped.wasKilled, "\(stopped.errors)")
                #expect(stopped.errors.contains(StopWording.stopping))
                let match = try #require(
                    try /stopped after (\d+) of 501 symbols, all committed; run the same line again/.firstMatch(
                        in: stopped.output),
                    "\(stopped.output)")
                let done = try #require(Int(match.1))
                #expect((150...220).contains(done))

                let again = try await PenstockProcess(line, in: folder.path, environment: Self.clock).wait()
                #expect(again.exitCode == 0, "\(again.errors)")
                #expect(
                    again.output.contains("\(501 - done) symbols") && again.output.contains("; \(done) done before"),
                    "\(again.output)")
                // The index is not read twice, and no symbol whose commit returned is asked for again.
                #expect(count.withLock { $0 } <= 502 + 8)
            })
    }

    /// Without what differs from run to run: the folder, times on the clock, sizes of answers.
    private static func steady(_ text: String, folder: String) -> String {
        Steady.times(
            text.replacing(folder, with: "/home/jane").replacing(
                /_\d{8}_\d{6}(-\d+)?\.log/, with: "_YYYYMMDD_HHMMSS.log"))
    }
}
