public import PluginKit
import Tabular

/// FRED of the Federal Reserve Bank of St. Louis: daily series as the CSV behind its graphs (decision 74). A value
/// comes a day later, holidays are a dot, and the last half year is compared again, because sources revise.
public let fred = ProviderPlugin(
    PagedCSV(
        "fred", "Daily economic series of FRED, such as DGS10",
        upstream: UpstreamDeclaration("fred", base: "https://fred.stlouisfed.org", delay: 1),
        series: [
            .of(
                "series", observations, "/graph/fredgraph.csv", query: ["id": "{series}"],
                span: SpanQuery(from: "cosd", to: "coed", as: .day), expects: .weekdays(lag: 22 * 3600, recheck: 130))
        ], missing: ["", "."], noun: .init("series", "series"), archive: "data/fred", needsStartDate: true))

private let observations = Dataset(
    "observations", .series(axis: "date", isDense: false),
    "What a series says of a day; a day without a value has no row.",
    columns: [
        Column("series", .text, from: "{series}", "FRED's id of the series."),
        Column("date", .day, from: "observation_date", as: .day, "The day that it is about."),
        Column("value", .decimal, from: "{series}", "In the unit of the series, digits as sent."),
    ], key: ["series", "date"])
