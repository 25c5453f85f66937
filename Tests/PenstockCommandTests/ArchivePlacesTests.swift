import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// Where a command finds the archives that the jobs of a file keep.
@Suite("Where archives are")
struct ArchivePlacesTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../fixtures/equities"
    )
    .standardizedFileURL.path
    private static let now = ["PENSTOCK_NOW": "2026-02-11T18:10:00Z"]

    private static let jobs = """
        jobs:
          first:
            command: backfill
            providers: equities
            symbols: [KESTL]
            start-date: 2025-01-02
            replay: \(fixtures)/backfill
            data-dir: kept/stocks
            log-dir: kept/logs
          nightly: {command: update, providers: equities, data-dir: kept/stocks, replay: \(fixtures)/update}
          check: {command: status, max-age-days: 10000}
        """

    private func stage(_ folder: String, _ environment: [String: String] = [:]) -> CommandStage {
        CommandStage(Self.now.merging(environment) { $1 }, directory: folder)
    }

    /// With the archive that the job `first` makes.
    private func withArchive(_ jobs: String = Self.jobs, _ body: (String) async throws -> Void) async throws {
        try await TemporaryFolder.with(["penstock.yaml": jobs]) { folder in
            let first = stage(folder)
            #expect(await first.run("run first --quiet") == 0, "\(first.error)")
            #expect(FileManager.default.fileExists(atPath: "\(folder)/kept/stocks/archive.json"))
            try await body(folder)
        }
    }

    @Test(
        "every command that looks finds the archive that the jobs name, with the provider's name and without",
        arguments: [
            "status --json --max-age-days 10000", "coverage --json", "runs", "runs list", "runs show 1",
            "runs changes --since 0",
            "quarantine",
            "verify", "doctor --offline", "backup copy",
        ])
    func found(line: String) async throws {
        try await withArchive { folder in
            for name in ["", " equities"] {
                let looking = stage(folder)
                let code = await looking.run(
                    line.replacingOccurrences(of: "backup copy", with: "backup copy\(name.count)") + name)
                if !line.hasPrefix("doctor") { #expect(code == 0, "\(looking.error)") }
                #expect(
                    looking.output.contains("\(folder)/kept/stocks"),
                    "\(line)\(name): \(looking.output)\(looking.error)")
                #expect(!looking.output.contains("data/historical"))
            }
        }
    }

    @Test("report, retire, forget, update and convert mean the same archive")
    func same() async throws {
        try await withArchive { folder in
            let report = stage(folder)
            #expect(await report.run("report --output page.html") == 0, "\(report.error)")
            let page = try String(contentsOfFile: "\(folder)/page.html", encoding: .utf8)
            #expect(page.contains("\(folder)/kept/stocks"))
            for line in [
                "update equities --replay \(Self.fixtures)/update", "retire equities --symbols KESTL",
                "convert equities --add sqlite",
                "forget equities --symbols KESTL --yes",
            ] {
                let change = stage(folder)
                #expect(await change.run(line) == 0, "\(line): \(change.error)")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/data"))
        }
    }

    @Test(
        "a job that only looks and names no directory looks where the others write; one that runs keeps its own place")
    func job() async throws {
        try await withArchive { folder in
            let check = stage(folder)
            #expect(await check.run("run check") == 0, "\(check.error)")
            #expect(check.output.contains("\(folder)/kept/stocks"), "\(check.output)")
        }
        let other = Self.jobs + "\n  own: {command: update, providers: equities, replay: \(Self.fixtures)/update}\n"
        try await withArchive(other) { folder in
            let own = stage(folder)
            #expect(await own.run("run own") == 78)
            #expect(own.error.contains("There is no archive at \(folder)/data/historical"), "\(own.error)")
        }
    }

    @Test("--data-dir goes before a variable, that before the jobs, and those before the usual place")
    func order() async throws {
        try await withArchive { folder in
            func error(_ line: String, _ environment: [String: String] = [:]) async -> String {
                let looking = stage(folder, environment)
                _ = await looking.run(line)
                return looking.error
            }
            #expect(await error("status equities --data-dir typed").contains("\(folder)/typed"))
            #expect(await error("status equities", ["PENSTOCK_DATA_DIR": "set"]).contains("\(folder)/set"))
            #expect(
                await error("status equities --data-dir typed", ["PENSTOCK_DATA_DIR": "set"]).contains(
                    "\(folder)/typed"))
            // Of a provider that no job runs, the usual place.
            #expect(await error("status kalshi").contains("There is no archive at \(folder)/data/"))
            try FileManager.default.removeItem(atPath: "\(folder)/penstock.yaml")
            #expect(await error("status equities").contains("There is no archive at \(folder)/data/historical"))
        }
    }

    @Test("two archives of one provider are both shown, and what is of one only asks which")
    func several() async throws {
        let words =
            """
            providers: equities, symbols: [TARNE], start-date: 2025-01-02, data-dir: kept/more, replay: \
            \(Self.fixtures)/backfill
            """
        let two = Self.jobs + "\n  second: {command: backfill, \(words)}\n"
        try await withArchive(two) { folder in
            // One that is not there yet is in nobody's way.
            let one = stage(folder)
            #expect(await one.run("runs show 1") == 0, "\(one.error)")
            let second = stage(folder)
            #expect(await second.run("run second --quiet") == 0, "\(second.error)")
            let both = stage(folder)
            #expect(await both.run("status --max-age-days 10000") == 0)
            #expect(
                both.output.contains("\(folder)/kept/stocks") && both.output.contains("\(folder)/kept/more"),
                "\(both.output)")
            for line in ["runs show 1", "update equities", "backup copy", "retire equities --symbols KESTL"] {
                let which = stage(folder)
                #expect(await which.run(line) == 64, "\(line)")
                #expect(
                    which.error.contains("keep equities in \(folder)/kept/stocks and in \(folder)/kept/more"),
                    "\(which.error)")
                #expect(which.error.contains("--data-dir \(folder)/kept/stocks"))
            }
        }
    }

    @Test("a jobs file with a mistake is told, and no other archive is shown in its place")
    func mistake() async throws {
        try await withArchive { folder in
            try "jobs:\n  nightly: {command: updat}\n".write(
                toFile: "\(folder)/penstock.yaml", atomically: true, encoding: .utf8)
            let looking = stage(folder)
            #expect(await looking.run("status") == 78)
            #expect(
                looking.error.contains("penstock.yaml line 2") && looking.error.contains("--data-dir"),
                "\(looking.error)")
            #expect(await stage(folder).run("status --data-dir kept/stocks --max-age-days 10000") == 0)
        }
    }

    @Test(
        """
        the file of the home directory is used from anywhere, but not beside an archive, and makes no backfill go \
        elsewhere
        """
    )
    func home() async throws {
        try await withArchive { folder in
            let manager = FileManager.default
            try manager.createDirectory(atPath: "\(folder)/.config/penstock", withIntermediateDirectories: true)
            try manager.moveItem(atPath: "\(folder)/penstock.yaml", toPath: "\(folder)/.config/penstock/penstock.yaml")
            try manager.createDirectory(atPath: "\(folder)/elsewhere", withIntermediateDirectories: true)
            let away = CommandStage(Self.now.merging(["HOME": folder]) { $1 }, directory: "\(folder)/elsewhere")
            #expect(await away.run("status --max-age-days 10000") == 0, "\(away.error)")
            #expect(away.output.contains("\(folder)/kept/stocks"))
            let made = CommandStage(Self.now.merging(["HOME": folder]) { $1 }, directory: "\(folder)/elsewhere")
            let line = "backfill equities --symbols KESTL --start-date 2025-01-02 --replay \(Self.fixtures)/backfill"
            #expect(await made.run(line) == 0, "\(made.error)")
            #expect(manager.fileExists(atPath: "\(folder)/elsewhere/data/historical/archive.json"))
            let beside = CommandStage(Self.now.merging(["HOME": folder]) { $1 }, directory: "\(folder)/elsewhere")
            #expect(await beside.run("status --max-age-days 10000") == 0)
            #expect(
                beside.output.contains("\(folder)/elsewhere/data/historical") && !beside.output.contains("kept/stocks"))
        }
    }

    @Test("the doctor names the archive of a job that is not there yet, though another is")
    func doctor() async throws {
        let more = Self.jobs + "\n  kalshi: {command: update, providers: kalshi, data-dir: kept/kalshi}\n"
        try await withArchive(more) { folder in
            let looking = stage(folder, ["PATH": "/nowhere"])
            #expect(await looking.run("doctor --offline") == 78)
            #expect(looking.output.contains("there is none at \(folder)/kept/kalshi"), "\(looking.output)")
            #expect(looking.output.range(of: "archive +\(folder)/kept/stocks", options: .regularExpression) != nil)
            #expect(looking.output.range(of: "logs +\(folder)/kept/logs", options: .regularExpression) != nil)
        }
    }
}
