import PluginKit
import Testing

/// Names of units: made of the provider's enum, and read back into it.
@Suite("Unit names")
struct UnitNameTests {
    enum Tier: String, Codable, Hashable, Sendable { case live, archive }

    enum Unit: Hashable, Codable, Sendable {
        case listing
        case bars(String)
        case prices(String, Int)
        case candles(String, period: Int, tier: Tier)
        case flag(Bool)
    }

    static let units: [(Unit, String)] = [
        (.listing, "listing"),
        (.bars("AAPL"), "bars(AAPL)"),
        (.bars("BRK.B"), "bars(BRK.B)"),
        (.bars("a,b(c)=%d"), "bars(a%2Cb%28c%29%3D%25d)"),
        (.bars(""), "bars()"),
        (.bars("Größe 🚀"), "bars(Größe 🚀)"),
        (.prices("516710", 1), "prices(516710,1)"),
        (.candles("KXFED-26SEP", period: 60, tier: .archive), "candles(KXFED-26SEP,period=60,tier=archive)"),
        (.flag(true), "flag(true)"),
    ]

    @Test("A unit has a name that people can read, and comes back from it", arguments: units.indices)
    func roundTrip(index: Int) throws {
        let (unit, text) = Self.units[index]
        let name = try UnitName(unit)
        #expect(name.text == text)
        #expect(try name.unit(as: Unit.self) == unit)
    }

    @Test(
        "A name of another provider is an error, not a guess",
        arguments: ["nothing(1)", "prices(1", "prices(1,x)", "candles(A)", "", "bars"])
    func refused(text: String) {
        #expect(throws: (any Error).self) { try UnitName(text: text).unit(as: Unit.self) }
    }

    @Test("A unit that holds a list has no name")
    func unsupported() {
        enum Wrong: Hashable, Codable, Sendable { case many([String]) }
        #expect(throws: PluginError.self) { try UnitName(Wrong.many(["a"])) }
    }
}
