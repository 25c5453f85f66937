import Foundation
import PluginKit
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// What happens to an archive whose plugin has other columns now than when it wrote the rows.
@Suite("Columns that changed, from the command line")
struct ColumnChangeTests {
    private let folder: TemporaryFolder
    private var archive: String { "data/gauges" }

    init() throws {
        folder = try TemporaryFolder("columns")
        try folder.write("penstock.yaml", "jobs:\n  nightly: {command: update, providers: gauges}\n")
    }

    /// Levels of every hour, of both stations.
    private static func answer(_ request: FakeRequest) -> FakeAnswer {
        if request.target.hasPrefix("/stations") {
            return .json(
                #"""
                {"stations": [{"station": "A", "river": "X", "length": 7}, {"station": "B", "river": null, "length": \#
                null}]}
                """#
            )
        }
        let parts = request.target.split(whereSeparator: { "?&=".contains($0) }).map(String.init)
        guard parts.count > 6, let lower = Int64(parts[4]), let upper = Int64(parts[6]) else {
            return .json("{}", status: 400)
        }
        let rows = stride(from: (max(lower, 1_704_099_600) + 3599) / 3600 * 3600, to: upper, by: 3600).map { second in
            #"{"station": "\#(parts[2])", "at": \#(second), "level": 1.50, "flow": 3, "warmth": 8.5}"#
        }
        return .json(#"{"levels": [\#(rows.joined(separator: ", "))]}"#)
    }

    /// Types lines as somebody does who has one of the versions; gives what was asked of the upstream.
    @discardableResult
    private func type(
        _ lines: [(line: String, exitCode: Int32)], with registry: Registry, at now: String = "2024-01-01T12:00:00Z",
        _ look: (CommandStage) -> Void = { _ in }
    ) async throws -> [String] {
        try await FakeUpstream.serving(
            Self.answer,
            body: { upstream in
                for (line, exitCode) in lines {
                    let stage = CommandStage(["PENSTOCK_NOW": now], directory: folder.path, registry: registry)
                    let asks =
                        ["backfill", "update", "run "].contains { line.hasPrefix($0) } || line.contains("--repair")
                    let code = await stage.run(line + (asks ? " --upstream gauges=\(upstream.base)" : ""))
                    #expect(code == exitCode, "\(line): \(stage.output)\(stage.error)")
                    look(stage)
                }
                return upstream.requests.map(\.target)
            })
    }

    private func write(_ storage: String) async throws {
        try await type([("backfill gauges --storage \(storage) --quiet", 0)], with: .gauges(FirstGauges.self))
    }

    /// Every byte of the archive but the lock's, which names the last who took it, and what SQLite keeps beside its
    /// file for readers: its index, and a log without anything in it.
    private func bytes() throws -> [String: Data] {
        var bytes: [String: Data] = [:]
        for name in folder.files(under: archive) where name != "archive.lock" && !name.hasSuffix("-shm") {
            let content = FileManager.default.contents(atPath: "\(folder.path)/\(archive)/\(name)")
            if content?.isEmpty != true || !name.hasSuffix("-wal") { bytes[name] = content }
        }
        return bytes
    }

    private var lines: [Substring] {
        get throws { try folder.text("\(archive)/gauges/levels/A.csv").split(separator: "\n") }
    }

    static let changes: [(registry: Registry, difference: String)] = [
        (.gauges(FullerGauges.self), "column warmth (decimal) is new and never null"),
        (.gauges(NarrowerGauges.self), "column flow (integer, may be null) is gone"),
        (.gauges(ReorderedGauges.self), "the order was station, at, level, flow and is station, at, flow, level"),
        (.gauges(RetypedGauges.self), "column flow was integer, may be null and is decimal, may be null"),
        (.gauges(StricterGauges.self), "column flow was integer, may be null and is integer"),
        (.gauges(RekeyedGauges.self), "the key was station, at and is station, at, level"),
        (.gauges(ListedGauges.self), "it was a series and is a list of entities"),
    ]

    @Test(
        """
        a run over a series with other columns is refused with 78, says what differs, asks nothing and changes \
        nothing; who reads still can
        """,
        arguments: changes.indices.map { ($0, "csv,csv.gz,sqlite") } + ["csv", "csv.gz", "sqlite"].map { (0, $0) })
    func refused(_ change: Int, _ storage: String) async throws {
        let (registry, difference) = Self.changes[change]
        try await write(storage)
        let before = try bytes()
        let writing = [
            "update gauges", "backfill gauges --symbols C", "update gauges --symbols A --force", "run nightly",
            "update gauges --dry-run",
        ]
        let asked = try await type(writing.map { ($0, 78) }, with: registry, at: "2024-01-01T15:00:00Z") { stage in
            #expect(stage.error.contains("gauges/levels: \(difference)"), "\(stage.error)")
            #expect(stage.error.contains("go on with the version that wrote it"), "\(stage.error)")
        }
        #expect(asked == [])
        let reading = [
            "status", "coverage gauges", "verify --full", "quarantine gauges", "runs", "report --output report.html",
            "backup copy",
        ]
        try await type(reading.map { ($0, 0) }, with: registry)
        try await type([("doctor --offline", 78)], with: registry) {
            #expect($0.output.contains(difference), "\($0.output)")
        }
        let after = try bytes()
        #expect(Set(before.keys).union(after.keys).filter { before[$0] != after[$0] } == [])
        // The version that wrote it goes on where it was.
        let next = [("update gauges --quiet", Int32(0)), ("verify --full --quiet", 0)]
        try await type(next, with: .gauges(FirstGauges.self), at: "2024-01-01T15:00:00Z")
        #expect(try bytes() != before)
        if storage.hasPrefix("csv,") || storage == "csv" {
            #expect(try lines.first == "station,at,level,flow")
            #expect(try lines.count > 4 && lines.allSatisfy { $0.split(separator: ",").count == 4 })
        }
    }

    @Test(
        """
        a column that may be null is gained: rows from then on have it, what is said says so, and a whole reading \
        fills it without a revision
        """,
        arguments: ["csv", "csv.gz", "sqlite", "csv,csv.gz,sqlite"])
    func gained(_ storage: String) async throws {
        try await write(storage)
        let wider = Registry.gauges(WiderGauges.self)
        let before = try bytes()
        try await type(
            [("update gauges --dry-run", 0), ("verify --full --quiet", 0)], with: wider, at: "2024-01-01T15:00:00Z")
        try await type([("coverage gauges --all", 0)], with: wider) {
            #expect(!$0.output.contains("warmth"), "nothing is gained by looking")
        }
        #expect(try bytes() == before)
        try await type(
            [("update gauges --symbols A", 0), ("verify --full --quiet", 0)], with: wider, at: "2024-01-01T15:00:00Z")
        let logs = try folder.files(under: "data/logs").map { try folder.text("data/logs/\($0)") }
        #expect(logs.contains { $0.contains("gauges/levels: warmth") }, "\(logs)")
        try await type([("coverage gauges --all", 0)], with: wider, at: "2024-01-01T15:00:00Z") {
            let text = $0.output
            #expect(
                text.contains(
                    "levels.warmth came later: 2 stations have rows that were read without it, 1 of them no others"),
                "\(text)")
            #expect(
                text.contains("levels.warmth is null in rows through 2024-01-01T11:00:00Z, which were read without it"),
                "\(text)")
            #expect(text.contains("levels.warmth was not read yet: it is null in all rows"), "\(text)")
        }
        try await type([("coverage gauges --all --json", 0)], with: wider, at: "2024-01-01T15:00:00Z") {
            #expect($0.output.contains(#""unread_through": "2024-01-01T11:00:00Z""#), "\($0.output)")
            #expect($0.output.contains(#""units_unread": 1"#), "\($0.output)")
        }
        let hasText = storage != "csv.gz" && storage != "sqlite"
        if hasText {
            let lines = try lines.map(String.init)
            #expect(lines.first == "station,at,warmth,level,flow")
            #expect(
                lines.dropFirst().allSatisfy {
                    $0.contains($0 < "A,2024-01-01T11:00:01" ? "Z,,1.50,3" : "Z,8.5,1.50,3")
                }, "\(lines)")
        }
        try await type(
            [("update gauges --force", 0), ("verify --full --quiet", 0)], with: wider, at: "2024-01-01T15:00:00Z")
        try await type([("coverage gauges --all", 0)], with: wider, at: "2024-01-01T15:00:00Z") {
            #expect(!$0.output.contains("warmth"), "\($0.output)")
        }
        try await type([("runs --json", 0)], with: wider, at: "2024-01-01T15:00:00Z") {
            #expect(
                $0.output.matches(of: /"rows_revised": 0/).count == 3 && !$0.output.contains(/"rows_revised": [1-9]/),
                "\($0.output)")
        }
        if hasText { #expect(try lines.dropFirst().allSatisfy { $0.contains("Z,8.5,1.50,3") }) }
        // The version before cannot go on.
        try await type([("update gauges", 78)], with: .gauges(FirstGauges.self), at: "2024-01-01T15:00:00Z") {
            #expect($0.error.contains("column warmth (decimal, may be null) is gone"), "\($0.error)")
        }
    }

    @Test(
        "convert and verify --repair write all series with a column that was gained",
        arguments: ["convert --add sqlite", "verify --full --repair"])
    func widened(_ line: String) async throws {
        try await write("csv")
        try await type([(line, 0)], with: .gauges(WiderGauges.self)) {
            #expect(
                $0.output.contains("2 series were written with the columns that came later, null in older rows")
                    == line.hasPrefix("verify"), "\($0.output)")
        }
        try await type([("verify --full --quiet", 0)], with: .gauges(WiderGauges.self))
        #expect(
            try lines.first == "station,at,warmth,level,flow"
                && lines.dropFirst().allSatisfy { $0.contains("Z,,1.50,3") })
        try await type([("coverage gauges --all", 0)], with: .gauges(WiderGauges.self)) {
            #expect(
                $0.output.contains(
                    "levels.warmth is null in rows through 2024-01-01T11:00:00Z, which were read without it"),
                "\($0.output)"
            )
        }
    }

    @Test("entities may change, series may come and go: the others are written as before")
    func others() async throws {
        try await write("csv,sqlite")
        let before = try lines
        try await type([("update gauges --quiet", 0)], with: .gauges(RicherGauges.self), at: "2024-01-01T15:00:00Z")
        #expect(try folder.text("\(archive)/gauges/stations.csv") == "length,station,river\n7,A,X\n,B,\n")
        let later = try lines
        #expect(later.starts(with: before) && later.count == before.count + 3)
        try await type(
            [("update gauges --quiet", 0), ("verify --full --quiet", 0)], with: .gauges(PoorerGauges.self),
            at: "2024-01-01T18:00:00Z")
        #expect(try lines == later)
        try await type(
            [("update gauges --quiet", 0), ("verify --full --quiet", 0)], with: .gauges(FirstGauges.self),
            at: "2024-01-01T21:00:00Z")
        #expect(try folder.text("\(archive)/gauges/stations.csv") == "station,river\nA,X\nB,\n")
    }

    @Test("convert and forget go on by the columns that were recorded")
    func upkeep() async throws {
        try await write("csv")
        let before = try lines
        try await type(
            [
                ("convert --add csv.gz --quiet", 0), ("convert --add sqlite --quiet", 0), ("verify --full --quiet", 0),
                ("convert --to copy --storage csv,sqlite --quiet", 0), ("verify --full --data-dir copy --quiet", 0),
                ("forget gauges --symbols B --yes", 0), ("convert --drop csv --quiet", 0),
                ("convert --add csv --quiet", 0),
                ("verify --full --quiet", 0), ("update gauges", 78), ("update gauges --data-dir copy", 78),
            ], with: .gauges(FullerGauges.self))
        #expect(try lines == before)
        #expect(!folder.exists("\(archive)/gauges/levels/B.csv"))
        let next = [
            ("update gauges --quiet", Int32(0)), ("verify --full --quiet", 0),
            ("update gauges --data-dir copy --quiet", 0),
        ]
        try await type(next, with: .gauges(FirstGauges.self), at: "2024-01-01T15:00:00Z")
        #expect(try lines.starts(with: before))
    }

    @Test("a repair takes rows from another storage; it gives none up that this version could not fetch again")
    func repair() async throws {
        try await write("csv,csv.gz")
        let whole = try folder.text("\(archive)/gauges/levels/A.csv")
        let damaged = whole.replacing("1.50", with: "1.05", maxReplacements: 1)
        func damage() throws { try folder.write("\(archive)/gauges/levels/A.csv", damaged) }
        try damage()
        try await type([("verify --full --repair --quiet", 0)], with: .gauges(FullerGauges.self))
        #expect(try folder.text("\(archive)/gauges/levels/A.csv") == whole)
        try await type([("convert --drop csv.gz --quiet", 0)], with: .gauges(FullerGauges.self))
        try damage()
        try await type([("verify --full --repair", 74)], with: .gauges(FullerGauges.self)) {
            #expect(
                $0.output.contains(
                    "this version has other columns of levels; repair it with the version that wrote them"),
                "\($0.output)")
        }
        #expect(try folder.text("\(archive)/gauges/levels/A.csv") == damaged)
        try await type([("verify --full --repair --quiet", 0)], with: .gauges(FirstGauges.self))
        #expect(try folder.text("\(archive)/gauges/levels/A.csv") == whole)
    }
}
