import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream

/// Nights on which answers cannot be read or servers fail: who is asked again, and when it is a wave.
@Suite("Answers that cannot be read, and servers that fail")
struct SecondLookNightsTests {
    private static let cut = (status: 200, body: #"{"chart":{"result":[{"meta":{"#)
    private static let error = (status: 500, body: #"{"message":"sorry"}"#)

    @Test(
        "a malformed answer, a cut one and a page of HTML count when they come twice: once, the night is as any other",
        arguments: [WaveDesk.malformed, cut, (status: 200, body: "<html>Will be right back</html>")])
    func once(_ accident: (status: Int, body: String)) async throws {
        let world = try await WaveDesk(3)
        world.desk.market.change(world.symbols[1]) { $0.accidents = [accident] }
        let night = try await world.night("06-10")
        #expect(night.report.exitCode == .success && night.report.diagnoses.isEmpty, "\(night.report)")
        #expect(night.requests.count { $0.contains(world.symbols[1]) } == 2)
        #expect(night.unit(world.symbols[1])?.counts.requests == 2)
        #expect(try world.isWhole(through: "06-10"))
        world.desk.market.change(world.symbols[1]) { $0.accidents = [accident, accident] }
        let twice = try await world.night("06-11")
        #expect(twice.report.exitCode == .partial && twice.report.counts.failed == 1)
        #expect(twice.requests.count { $0.contains(world.symbols[1]) } == 2)
        #expect(twice.report.diagnoses.map(\.kind) == [accident.body.hasPrefix("<") ? .page : .unreadable])
    }

    @Test("what is about something else is not asked for again, and neither is a 404")
    func other() async throws {
        let world = try await WaveDesk(3)
        world.desk.market.change(world.symbols[0]) { $0.echo = "OTHER" }
        world.desk.market.change(world.symbols[1]) { $0.refusal = WaveDesk.gone }
        let night = try await world.night("06-10")
        for symbol in world.symbols { #expect(night.requests.count { $0.contains(symbol) } == 1, "\(symbol)") }
    }

    @Test("where all answers have changed, the first few are asked for twice, and it is 65, with a cause and a way out")
    func changed() async throws {
        let world = try await WaveDesk(40)
        world.answer(world.symbols, WaveDesk.malformed)
        let night = try await world.night("06-10")
        #expect(night.report.exitCode == .malformed)
        // Of the questions under way at once a few more are asked twice before it is known.
        #expect((43...47).contains(night.requests.count), "\(night.requests.count)")
        #expect(night.report.diagnoses.map(\.name) == ["yahoo unreadable"])
        #expect(night.report.diagnoses.first?.fetches == 40)
        #expect(night.report.diagnoses.first?.wayOut.contains("newer penstock") == true)
    }

    @Test(
        """
        500 for a quarter of the symbols is a wave: told once with 69, the others have their night, and the next run \
        asks again (A4)
        """
    )
    func servers() async throws {
        let world = try await WaveDesk(100)
        let some = world.symbols.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
        world.answer(some, Self.error)
        let night = try await world.night("06-10")
        #expect(
            night.report.exitCode == .unavailable && night.report.waves.map(\.units) == [25]
                && night.report.troubles.isEmpty)
        #expect(night.report.waves.first?.reason.code == "status")
        #expect(
            night.report.diagnoses.map(\.name) == ["yahoo serverErrors"] && night.report.diagnoses.first?.fetches == 25)
        #expect(night.report.counts.success == 75)
        // Eight were tried to the end, and those that were under way then.
        #expect(night.requests.count < 100 + 4 * 14, "\(night.requests.count)")
        #expect(try world.givenUp() == ([], 0))
        world.answer(some, nil)
        #expect(try await world.night("06-11").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-11"))
    }

    @Test("a few 500s of many are their own; an outage of all is told by its circuit, and by no wave beside it")
    func controls() async throws {
        let world = try await WaveDesk(60)
        world.answer(world.symbols.prefix(2), Self.error)
        let few = try await world.night("06-10")
        #expect(few.report.exitCode == .partial && few.report.waves.isEmpty && few.report.troubles.count == 2)
        world.answer(world.symbols, WaveDesk.down)
        let all = try await world.night("06-11")
        #expect(all.report.exitCode == .unavailable && all.report.waves.isEmpty)
        #expect(all.report.diagnoses.map(\.name) == ["yahoo serverErrors"])
    }

    @Test("404 for all says whose path it is, why that may be, and what to do; the ledger has who answered")
    func absent() async throws {
        let world = try await WaveDesk(10)
        world.answer(world.symbols, WaveDesk.gone)
        let night = try await world.night("06-10")
        #expect(night.report.diagnoses.map(\.name) == ["yahoo notFound"] && night.report.diagnoses.first?.fetches == 10)
        let account = try #require(try world.desk.reader().record.account(ofRun: night.report.run))
        #expect(account.upstreams.map(\.upstream) == ["yahoo"])
        #expect(account.upstreams.first?.host == "query2.finance.yahoo.com")
        #expect(account.upstreams.first?.met == "notFound" && account.upstreams.first?.fetches == 10)
        world.answer(world.symbols, nil)
        let well = try #require(
            try world.desk.reader().record.account(ofRun: try await world.night("06-11").report.run))
        #expect(well.upstreams == [RunUpstream("yahoo", host: "query2.finance.yahoo.com")])
    }
}
