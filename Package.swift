// swift-tools-version: 6.2
import PackageDescription

/// Every plugin is a folder under Plugins/, one line here and one line in Sources/Catalog/Catalog.swift.
/// `CatalogTests` fails when the three disagree.
let plugins: [(name: String, dependencies: [Target.Dependency])] = [
    ("CSV", ["DelimitedRows", "DelimitedText"]),
    ("Coinbase", []),
    ("Equities", ["DelimitedText", "LosslessJSON", "MarketCalendar"]),
    ("FRED", []),
    ("Kalshi", ["LosslessJSON", "MarketCalendar"]),
    ("Manifold", []),
    ("Polymarket", ["LosslessJSON"]),
    ("PredictIt", ["LosslessJSON"]),
    ("GzipCSV", ["DelimitedRows", "DelimitedText", "Gzip"]),
    ("SQLite", ["TableRows"]),
]

/// `PENSTOCK_STRICT=1` (scripts/test sets it) turns warnings into errors; a newer compiler's new
/// warnings never stop a user's build.
let isStrict = Context.environment["PENSTOCK_STRICT"] == "1"

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// Of the shipped command: places in it that the loader has to correct are a list of 20 kB instead of 2.5 MB, and no
/// name of its own is looked up by others. Debian's linker writes no such list of a Swift program; the compiler's does.
let quickStart: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic"],
        .when(platforms: [.linux], configuration: .release))
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// Text for people, made once a command: nobody would notice that it is optimized, and optimizing it takes a minute of
/// a release build.
func unhurried(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let runtime: [Target.Dependency] = [
    "Orchestrator", "Archive", "ArchiveUpkeep", "Host", "Words", "Upstream", "PluginKit", "PluginTesting", "Tabular",
    "LosslessJSON",
    "MarketCalendar", "CSV", "Equities",
    "GzipCSV", "Kalshi", "Polymarket", "SQLite", "TestWorld",
]

// Layers, lowest first: a target imports only what stands above it in this list (docs/architecture.md).
let layers: [Target] =
    [
        library("Tabular"),
        // How anything is said to a person: counts, columns, what was probably meant, what nobody would see.
        library("Words"),
        // The operating system: files, paths, errors, the clock. Nothing else asks which C library it is.
        library("Host", ["Words"]),
        library("LosslessJSON"),
        library("DelimitedText", ["Words"]),
        library("MarketCalendar", ["Tabular"]),
        .target(name: "CCrypto"),
        library("Hashing", ["Host", .target(name: "CCrypto", condition: .when(platforms: [.linux]))]),
        library("PluginKit", ["Words", "Tabular", "LosslessJSON", "DelimitedText", "MarketCalendar", "Hashing"]),
        library("DelimitedRows", ["PluginKit", "Tabular", "DelimitedText"]),
        library("TableRows", ["PluginKit", "Tabular"]),
        // The system's libraries. libcurl and libcrypto are loaded when they are first needed, so nothing is linked.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        library("Gzip", ["CZlib"]),
        .target(name: "CCurl"),
        library("Curl", ["CCurl", "Host"]),
    ]
    + plugins.map { plugin in
        library(plugin.name, ["PluginKit", "Tabular"] + plugin.dependencies, path: "Plugins/" + plugin.name)
    }
    + [
        library(
            "Archive",
            [
                "Host", "Words", "LosslessJSON", "PluginKit", "DelimitedRows", "TableRows", "Tabular", "Gzip",
                "Hashing", grdb, grdbSQLite,
            ]),
        // What holds an archive against its record, puts it right, converts and copies it.
        library("ArchiveUpkeep", ["Archive", "Host", "Words", "PluginKit", "Hashing", "Tabular"]),
        library("Upstream", ["Host", "Words", "PluginKit", "Tabular", "LosslessJSON", "Curl", "Gzip", "Hashing"]),
        library(
            "Orchestrator",
            ["Host", "Words", "Archive", "ArchiveUpkeep", "Upstream", "PluginKit", "Tabular", "MarketCalendar"]),
        unhurried("Alerting", ["Curl", "Host", "LosslessJSON", "Tabular", "Words"]),
        // Runs another program: crontab.
        unhurried("Programs", ["Host", subprocess, systemPackage]),
        unhurried("Scheduling", ["Tabular", "Words"]),
        library("Catalog", ["PluginKit"] + plugins.map { .byName(name: $0.name) }),
        library(
            "PenstockCommand",
            [
                "Catalog", "Orchestrator", "Archive", "ArchiveUpkeep", "Host", "Words", "Upstream", "PluginKit",
                "Tabular",
                "MarketCalendar",
                "DelimitedText", "LosslessJSON",
                "Alerting", "Programs", "Scheduling",
                argumentParser, yams,
            ]),
        .executableTarget(
            name: "penstock", dependencies: ["PenstockCommand"], swiftSettings: settings, linkerSettings: quickStart),
        library("PluginTesting", ["Host", "PluginKit", "Tabular", "LosslessJSON", "Upstream"]),
        // Fake markets that several test targets share.
        library("TestWorld", ["Tabular", "MarketCalendar", "PluginTesting", "Upstream"], path: "Tests/TestWorld"),
        // The fake venues behind HTTP, for recording fixtures and for trying things by hand.
        .executableTarget(
            name: "venue-server", dependencies: ["PluginTesting", "TestWorld"], path: "Tests/VenueServer",
            swiftSettings: settings),
        // Golden files.
        library("TestGolden", path: "Tests/TestGolden"),
        // Random rows and counted sources, for the tests of file formats.
        library("TestRows", ["PluginKit", "Tabular", "TestWorld"], path: "Tests/TestRows"),
        .target(name: "FaultShim", path: "Tests/FaultShim"),
        .target(name: "CurlStandIn", path: "Tests/CurlStandIn", linkerSettings: [.linkedLibrary("curl")]),
        // Optimized even for debugging: it compares thousands of archives.
        .testTarget(
            name: "FaultTests",
            dependencies: ["penstock", "Archive", "Catalog", "PluginKit", "Tabular", "TestWorld", grdb],
            swiftSettings: settings + [.unsafeFlags(["-O"])]),
        tests("Words", ["Words"]),
        tests("Host", ["Host", "TestWorld"]),
        tests("Tabular", ["Tabular", "TestWorld"]),
        tests("LosslessJSON", ["LosslessJSON"]),
        tests("DelimitedText", ["DelimitedText"]),
        tests("MarketCalendar", ["MarketCalendar", "Tabular"]),
        tests("PluginKit", ["PluginKit", "PluginTesting", "Tabular", "LosslessJSON", "MarketCalendar"]),
        tests("Orchestrator", runtime + [grdb]),
        tests(
            "Archive",
            [
                "Archive", "ArchiveUpkeep", "Host", "PluginKit", "PluginTesting", "SQLite", "Tabular", "MarketCalendar",
                "TestWorld", grdb,
            ]),
        tests("Curl", ["Curl", "PluginTesting"]),
        tests("Upstream", ["Upstream", "Curl", "PluginKit", "PluginTesting", "Tabular", "TestWorld"]),
        tests("PluginTesting", ["PluginTesting", "PluginKit", "Tabular", "LosslessJSON", "TestWorld"]),
        tests("Programs", ["Programs", "TestGolden", "TestWorld"]),
        tests("Alerting", ["Alerting", "Curl", "TestWorld", "TestGolden"]),
        tests("Scheduling", ["Scheduling", "Tabular", "TestGolden", "TestWorld"]),
        tests("CSV", ["CSV", "DelimitedRows", "PluginKit", "PluginTesting", "Tabular", "TestRows", "TestWorld"]),
        tests("DelimitedRows", ["DelimitedRows", "DelimitedText", "PluginKit", "Tabular", "TestRows"]),
        tests(
            "GzipCSV", ["GzipCSV", "CSV", "CZlib", "PluginKit", "PluginTesting", "Tabular", "TestRows", "TestWorld"]),
        tests(
            "SQLite",
            ["SQLite", "TableRows", "Archive", "Equities", "PluginKit", "PluginTesting", "Tabular", "TestWorld", grdb]),
        tests("TableRows", ["TableRows", "PluginKit", "PluginTesting", "Tabular", "TestWorld"]),
        tests(
            "Equities",
            ["Equities", "PluginKit", "PluginTesting", "Tabular", "LosslessJSON", "MarketCalendar", "TestWorld"]),
        tests(
            "Kalshi",
            ["Kalshi", "PluginKit", "PluginTesting", "Tabular", "LosslessJSON", "MarketCalendar", "TestWorld"]),
        tests("Polymarket", ["Polymarket", "PluginKit", "PluginTesting", "Tabular", "LosslessJSON", "TestWorld"]),
        tests("VenueWorld", ["TestWorld", "Tabular", "MarketCalendar", "LosslessJSON"]),
        tests("Catalog", ["Catalog", "PluginKit", "PluginTesting", "Tabular"]),
        tests(
            "PenstockCommand",
            runtime + ["TestGolden", "PenstockCommand", "Alerting", "Scheduling", argumentParser]),
        tests("Penstock", ["penstock", "Archive", "PluginTesting", "Scheduling", "TestWorld", "Tabular", yams]),
    ]

let package = Package(
    name: "penstock",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "penstock", targets: ["penstock"]),
        .library(
            name: "PluginKit", targets: ["PluginKit", "Tabular", "LosslessJSON", "DelimitedText", "MarketCalendar"]),
        .library(name: "PluginTesting", targets: ["PluginTesting"]),
        // The command, for a program with plugins of its own: docs/examples/tides.
        .library(name: "PenstockCommand", targets: ["PenstockCommand"]),
        // Stands between the built command and the system in Tests/FaultTests.
        .library(name: "FaultShim", type: .dynamic, targets: ["FaultShim"]),
        // A libcurl for the built command in Tests/PenstockTests.
        .library(name: "CurlStandIn", type: .dynamic, targets: ["CurlStandIn"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: layers,
    swiftLanguageModes: [.v6]
)
