import Equities
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The contract of providers, kept by the provider of equities.
@Suite("Equities: the contract of providers")
struct ContractTests {
    @Test("is kept by bars and by the list of the index")
    func contract() throws {
        var chart = Chart()
        chart.events = "{\"dividends\":{\(Chart.payment("2025-01-08", "0.25"))}}"
        let span = Span(Chart.day("2025-01-07")..<Chart.day("2025-01-09"))
        func answer(_ text: String, _ type: String) -> Response {
            Response(status: 200, headers: ["content-type": type], body: Array(text.utf8), received: Reading.now)
        }
        let samples = [
            ProviderContract.Sample(
                StoredFetch(unit: UnitName(text: "bars(BRK.B)"), span: span, now: Reading.now),
                answer(chart.json, "application/json")),
            ProviderContract.Sample(
                StoredFetch(unit: UnitName(text: "constituents"), now: Reading.now),
                answer(ConstituentsTests.list(503), "text/plain")),
        ]
        #expect(try ProviderContract(ProviderPlugin(Equities.self), samples: samples).violations() == [])
        let prices =
            ["open", "high", "low", "close", "adj_close", "dividend"].map { "daily_bars.\($0)" } + ["actions.amount"]
        #expect(
            try PathContract(ProviderPlugin(Equities.self).load(), samples[0]).check().columns.isSuperset(of: prices))
    }

    @Test("every column that is read from an answer says from where")
    func sources() {
        let computed: Set<String> = ["symbol", "kind", "first_seen", "last_seen"]
        for dataset in Equities.manifest.datasets {
            for column in dataset.schema.columns where !computed.contains(column.name) {
                #expect(!column.source.isEmpty, "\(dataset.name).\(column.name)")
            }
        }
        #expect(Equities.manifest.datasets.map(\.name) == ["daily_bars", "actions", "constituents"])
        #expect(
            Equities.manifest.datasets[0].schema.names
                == ["date", "symbol", "open", "high", "low", "close", "adj_close", "volume", "dividend", "split"])
    }
}
