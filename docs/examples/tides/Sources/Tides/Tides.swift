import PluginKit
import Tabular

/// Water levels of an invented authority's gauges: a list of none, a series for each gauge, pages by a cursor.
public let tides = ProviderPlugin(
    PagedJSON(
        "tides", "Water levels of the Halden gauges",
        upstream: UpstreamDeclaration("tides", base: "https://tides.example/v1", delay: 1),
        series: [
            .of(
                "gauge", levels, "/levels", query: ["gauge": "{gauge}"], rows: "levels",
                span: SpanQuery(from: "from", to: "to", as: .seconds), pages: .cursor(query: "after", path: "next"),
                end: .noCursor, expects: .continuous(lag: 600))
        ], noun: .init("gauge", "gauges"), archive: "data/tides", needsStartDate: true))

private let levels = Dataset(
    "levels", .series(axis: "time", isDense: false), "What a gauge showed.",
    columns: [
        Column("gauge", .text, from: "{gauge}", "The gauge."),
        Column("time", .instant(fractionDigits: 0), from: "at", as: .milliseconds, "When it was read."),
        Column("level", .decimal, unit: "m", from: "level", "Above the chart's datum, digits as sent."),
    ], key: ["gauge", "time"])
