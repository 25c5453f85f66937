import PluginKit
import PluginTesting
import Polymarket
import Tabular
import Testing

/// What the provider of Polymarket makes of a row that is answered otherwise than it is stored.
@Suite("Polymarket: what a difference means")
struct JudgementTests {
    private func judge(_ name: String, _ stored: [Value], _ answered: [Value]) throws -> Judgement {
        let dataset = try #require(Polymarket.manifest.dataset(named: name))
        let difference = Difference(
            dataset: name, schema: dataset.schema, key: "key", stored: stored, answered: answered, isNewest: true)
        return try Reading.provider().judge(difference, of: UnitName(text: "events(open)"))
    }

    private func point(_ mid: String, _ fidelity: Int64) -> [Value] {
        [.text("1"), .integer(0), .instant(Reading.now), .decimal(mid), .integer(fidelity)]
    }

    @Test("H5: a coarser point never replaces a finer one; a finer one does, and an equally fine other one")
    func prices() throws {
        #expect(try judge("prices", point("0.5", 1), point("0.6", 30)) == .same)
        #expect(try judge("prices", point("0.5", 30), point("0.5", 1)) == .revision)
        #expect(try judge("prices", point("0.5", 1), point("0.6", 1)) == .revision)
        #expect(try judge("prices", point("0.5", 1), point("0.50", 1)) == .same)
    }

    private func trade(
        outcome: Value = .integer(0), name: Value = .text("Yes"), price: String = "0.5", size: String = "20",
        wallet: String = "0x1",
        source: String = "v2"
    ) -> [Value] {
        [
            .text("1"), .instant(Reading.now), .text("0xab"), .text("fill"), outcome, name, .text("BUY"),
            .decimal(price), .decimal(size),
            .text(wallet), .text(source),
        ]
    }

    @Test("the same fill by the other version is no correction")
    func trades() throws {
        #expect(try judge("trades", trade(), trade(outcome: .null, price: "0.50", size: "20.0", source: "v1")) == .same)
        #expect(try judge("trades", trade(outcome: .null), trade()) == .revision)
        #expect(try judge("trades", trade(), trade(name: .null)) == .same)
        #expect(try judge("trades", trade(), trade(name: .text("No"))) == .revision)
        #expect(try judge("trades", trade(), trade(price: "0.51")) == .revision)
        #expect(try judge("trades", trade(), trade(wallet: "0x2")) == .revision)
    }
}
