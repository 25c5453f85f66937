import Foundation
import PluginTesting
import TestWorld
import Testing

/// Nights of the schedule that `penstock schedule cron` prints, called as cron calls it: a bare environment, another
/// directory.
@Suite("Nights of scheduled jobs")
struct NightOfJobsTests {
    @Test(
        """
        bars fail for two nights, markets do not: mail of cron, alert mail, webhook, pings, ledger, status, logs; then \
        all works again
        """,
        .enabled(if: NightDesk.hasMail, "a python3 with aiosmtpd is not here; PENSTOCK_TEST_PYTHON names one"))
    func threeNights() async throws {
        try await NightDesk.opened { desk in
            let first = try await desk.backfill()
            #expect(first == [0, 0], "\(desk.said)")
            desk.market.change("MSFT") { $0.refusal = (200, "{\"chart\":7}") }

            // By New York's clock it is five: the line starts and does nothing.
            try await desk.move(to: "2026-11-17T10:00:00Z")
            #expect(try await desk.call("bars") == "")
            #expect(desk.logs("update_equities").isEmpty)

            try await desk.move(to: "2026-11-17T11:00:00Z")
            let said = try await desk.call("bars")
            #expect(said.split(separator: "\n").count < 10)
            for word in [
                "bars: exit 10", "what     1 of 2 symbols failed", "why      yahoo", "MSFT: malformed", "do  ",
                "archive  \(desk.path)/data/historical",
                "log  ",
            ] {
                #expect(said.contains(word), "\(word) is not in \(said)")
            }
            #expect(try await desk.call("markets") == "")
            #expect(desk.logs("update_equities").count == 1 && desk.logs("update_polymarket+kalshi").count == 1)
            #expect(try desk.text("data/logs/cron-bars-2026-11.log") == said)
            #expect(try desk.text("data/logs/cron-markets-2026-11.log") == "")
            #expect(
                try desk.lastRun(of: "historical") == ["bars", "10"]
                    && desk.lastRun(of: "prediction_markets") == ["markets", "0"])
            #expect(try desk.mails() == ["[penstock] bars: MSFT failed"] && desk.posts("/team").count == 1)
            #expect(try desk.mailBodies().allSatisfy { $0.contains("MSFT") && $0.contains("What to do") })
            #expect(
                try desk.posts("/check").suffix(4) == [
                    "/check/bars/start", "/check/bars", "/check/markets/start", "/check/markets",
                ])

            // The same failure again is no second alert; that nothing succeeded is what status says.
            try await desk.move(to: "2026-11-18T11:00:00Z")
            #expect(try await !desk.call("bars").isEmpty)
            #expect(try desk.mails().count == 1)
            #expect(try await desk.call("markets") == "")
            #expect(try await desk.run("status equities --quiet").exitCode == 66)
            #expect(try await desk.run("status kalshi polymarket --quiet").exitCode == 0)
            let stale = try await desk.run("run watch --quiet")
            #expect(stale.exitCode == 66 && stale.output.hasPrefix("equities: STALE"))
            #expect(stale.output.split(separator: "\n").count < 10)
            #expect(try desk.mails() == ["[penstock] bars: MSFT failed", "[penstock] watch is stale"])

            desk.market.change("MSFT") { $0.refusal = nil }
            try await desk.move(to: "2026-11-19T11:00:00Z")
            #expect(try await desk.call("bars") == "")
            #expect(try desk.lastRun(of: "historical") == ["bars", "0"])
            #expect(try await desk.run("run watch --quiet").exitCode == 0)
            #expect(
                try desk.mails() == [
                    "[penstock] bars: MSFT failed", "[penstock] watch is stale", "[penstock] bars works again",
                    "[penstock] watch works again",
                ])
            // What was missed while the machine was off: nothing is due, nothing is asked, nothing is said.
            desk.market.forgetRequests()
            #expect(try await desk.call("bars", atBoot: true) == "")
            #expect(desk.market.requests == [])
            #expect(try await desk.run("verify --full --quiet").exitCode == 0)
        }
    }

    @Test("where CI is set, a python3 with aiosmtpd is there")
    func tools() {
        guard ProcessInfo.processInfo.environment["CI"] != nil else { return }
        #expect(NightDesk.hasMail)
    }
}
