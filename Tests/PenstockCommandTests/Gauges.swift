import CSV
import GzipCSV
import LosslessJSON
import PluginKit
import SQLite
import Tabular

/// A provider of water levels of which there are several versions: each declares its datasets as `Version` says.
struct Gauges<Version: GaugeVersion>: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case stations
        case levels(String)
    }

    static var manifest: ProviderManifest {
        ProviderManifest(
            name: "gauges", summary: "Levels of an invented river", noun: .init("station", "stations"),
            datasets: Version.datasets,
            upstreams: [UpstreamDeclaration("gauges", base: "http://127.0.0.1:1", delay: 0)],
            defaultArchive: "data/gauges")
    }

    init(options: NoOptions) {}

    func roots(for selection: Selection) -> [Unit] {
        selection.names.isEmpty ? [.stations] : selection.names.map { .levels($0) }
    }

    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation {
        unit == .stations ? .snapshot(maxAge: 3600) : .continuous(lag: 60)
    }

    func partition(of unit: Unit, note: NoValue?) -> [String] {
        if case .levels(let station) = unit { [station] } else { [] }
    }
    func label(of unit: Unit, note: NoValue?) -> String? {
        if case .levels(let station) = unit { station } else { "stations" }
    }

    func request(for fetch: Fetch<Gauges>) -> Request {
        guard case .levels(let station) = fetch.unit else { return Request("gauges", path: "/stations") }
        let span =
            fetch.span.map { [Request.QueryItem("from", "\($0.start.seconds)"), .init("to", "\($0.end.seconds)")] }
            ?? []
        return Request("gauges", path: "/levels", query: [.init("station", station)] + span)
    }

    func read(_ response: Response, for fetch: Fetch<Gauges>, into page: inout Page<Gauges>) throws {
        let root = try JSONDocument(response.body).root
        guard case .levels = fetch.unit else {
            if let stations = Self.manifest.dataset(named: "stations"), !stations.isSeries {
                try page.append(root.member("stations"), to: stations)
            }
            for station in try root.member("stations").elements {
                try page.discover(.levels(station.member("station").string()))
            }
            return
        }
        for dataset in Version.datasets where dataset.isSeries { try page.append(root.member("levels"), to: dataset) }
        if let span = fetch.span { page.proves(span, .stored) }
    }
}

/// What one version of `Gauges` declares.
protocol GaugeVersion: Sendable {
    static var datasets: [Dataset] { get }
}

enum GaugeColumns {
    static let station = Column("station", .text, from: "station", "The station.")
    static let at = Column("at", .instant(fractionDigits: 0), from: "at", "When.")
    static let level = Column("level", .decimal, from: "level", "As sent.")
    static let flow = Column("flow", .integer, nullable: true, from: "flow", "As sent.")
    static let river = Column("river", .text, nullable: true, from: "river", "The river.")

    static func levels(_ columns: [Column] = [station, at, level, flow], key: [String] = ["station", "at"]) -> Dataset {
        Dataset("levels", .series(axis: "at", isDense: false), "Levels.", columns: columns, key: key)
    }

    static func stations(_ columns: [Column] = [station, river]) -> Dataset {
        Dataset("stations", .entities(nil), "Stations.", columns: columns, key: ["station"])
    }
}

/// The version that writes the archives of these tests.
enum FirstGauges: GaugeVersion { static var datasets: [Dataset] { [GaugeColumns.stations(), GaugeColumns.levels()] } }

enum WiderGauges: GaugeVersion {
    static let warmth = Column("warmth", .decimal, nullable: true, from: "warmth", "As sent.")
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, warmth, GaugeColumns.level, GaugeColumns.flow]),
        ]
    }
}

/// With a column that is never null, which rows that are stored have not.
enum FullerGauges: GaugeVersion {
    static let warmth = Column("warmth", .decimal, from: "warmth", "As sent.")
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, GaugeColumns.level, GaugeColumns.flow, warmth]),
        ]
    }
}

enum NarrowerGauges: GaugeVersion {
    static var datasets: [Dataset] {
        [GaugeColumns.stations(), GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, GaugeColumns.level])]
    }
}

enum ReorderedGauges: GaugeVersion {
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, GaugeColumns.flow, GaugeColumns.level]),
        ]
    }
}

enum RetypedGauges: GaugeVersion {
    static let flow = Column("flow", .decimal, nullable: true, from: "flow", "As sent.")
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, GaugeColumns.level, flow]),
        ]
    }
}

enum StricterGauges: GaugeVersion {
    static let flow = Column("flow", .integer, from: "flow", "As sent.")
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            GaugeColumns.levels([GaugeColumns.station, GaugeColumns.at, GaugeColumns.level, flow]),
        ]
    }
}

enum RekeyedGauges: GaugeVersion {
    static var datasets: [Dataset] { [GaugeColumns.stations(), GaugeColumns.levels(key: ["station", "at", "level"])] }
}

/// What was a series is a list of entities now.
enum ListedGauges: GaugeVersion {
    static var datasets: [Dataset] {
        [
            GaugeColumns.stations(),
            Dataset(
                "levels", .entities(nil), "Levels.", columns: GaugeColumns.levels().schema.columns,
                key: ["station", "at"]),
        ]
    }
}

/// Other entities, and a series more; the one that was there is as it was.
enum RicherGauges: GaugeVersion {
    static let length = Column("length", .integer, nullable: true, from: "length", "In km.")
    static let flows = Dataset(
        "flows", .series(axis: "at", isDense: false), "Flows.",
        columns: [GaugeColumns.station, GaugeColumns.at, GaugeColumns.flow],
        key: ["station", "at"])
    static var datasets: [Dataset] {
        [GaugeColumns.stations([length, GaugeColumns.station, GaugeColumns.river]), GaugeColumns.levels(), flows]
    }
}

/// Without the series that was there.
enum PoorerGauges: GaugeVersion { static var datasets: [Dataset] { [GaugeColumns.stations(), RicherGauges.flows] } }

extension Registry {
    static func gauges<Version: GaugeVersion>(_ version: Version.Type) -> Registry {
        Registry(
            providers: [ProviderPlugin(Gauges<Version>.self)],
            sinks: [SinkPlugin(CSVFormat.self), SinkPlugin(GzipCSVFormat.self), SinkPlugin(SQLiteFormat.self)])
    }
}
