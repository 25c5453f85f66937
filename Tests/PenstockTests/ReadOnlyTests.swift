import Foundation
import TestWorld
import Testing

/// The built command as somebody who may read an archive and not write it: another user's, or a copy. Of root the modes
/// are no limit, so nobody (uid 65534, by setpriv) looks then.
@Suite(
    "Who may only read",
    .enabled(if: PenstockProcess.hasOnlooker || TestProgram.isCI, "no setpriv, or nobody cannot run what was built"))
struct ReadOnlyTests {
    /// An archive with files and tables that nobody may write, and a folder where anybody may.
    private static func withFrozen(_ body: (_ folder: TemporaryFolder, _ clock: [String: String]) async throws -> Void)
        async throws
    {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("readonly")
        try await MarketServer.serving(market) { server in
            let first = try await server.run(TroubleTests.backfill + ["--storage", "csv.gz,sqlite"], in: folder.path)
            #expect(first.exitCode == 0, "\(first.errors)")
            try folder.folder("elsewhere")
            try await set("chmod -R a+rX,a-w data && chmod 777 elsewhere", in: folder)
            try await body(folder, server.clock)
            try await set("chmod -R u+w data", in: folder)
        }
    }

    private static func set(_ line: String, in folder: TemporaryFolder) async throws {
        #expect(try await PenstockProcess.shell(line, in: folder.path).exitCode == 0)
    }

    private static let lines = [
        "status", "status --json", "coverage", "coverage --all --csv", "coverage --prove", "verify", "verify --full",
        "runs", "runs show 1",
        "runs changes --since 0", "quarantine", "report --output elsewhere/page.html", "backup elsewhere/copy",
        "update equities --dry-run", "doctor --offline equities",
    ]

    @Test("each command that looks says to a reader what it says to the owner, and leaves nothing in the archive")
    func looking() async throws {
        try await Self.withFrozen { folder, clock in
            let before = try await PenstockProcess.shell("find data -type f | sort | xargs sha256sum", in: folder.path)
                .output
            var said: [String: PenstockProcess.Outcome] = [:]
            for line in Self.lines {
                let words = line.split(separator: " ").map(String.init)
                let outcome = try await PenstockProcess.asOnlooker(words, in: folder.path, environment: clock)
                said[line] = outcome
                if line.hasPrefix("doctor") {
                    // What it says of writing is so: a run of this user would fail.
                    #expect(outcome.exitCode == 73)
                    #expect(
                        outcome.output.contains("cannot be written: Permission denied")
                            && outcome.output.contains("ok       record"))
                } else {
                    #expect(
                        outcome.exitCode == 0 || outcome.exitCode == 66, "\(line): \(outcome.output)\(outcome.errors)")
                }
            }
            #expect(
                try await PenstockProcess.shell("find data -type f | sort | xargs sha256sum", in: folder.path).output
                    == before)
            let copy = try PenstockProcess(
                ["verify", "--full", "--data-dir", "elsewhere/copy"], in: folder.path, environment: clock)
            #expect(try await copy.wait().exitCode == 0)
            // The control: the modes do apply to that user.
            let write = try await PenstockProcess.asOnlooker(
                ["retire", "equities", "--symbols", "AAPL"], in: folder.path, environment: clock)
            #expect(write.exitCode == 73, "\(write.errors)")
            // The owner afterwards, whose looking leaves SQLite's files of locks there.
            try await Self.set("chmod -R u+w data; rm -r elsewhere/copy", in: folder)
            for line in Self.lines where !line.hasPrefix("doctor") {
                let words = line.split(separator: " ").map(String.init)
                let outcome = try await PenstockProcess(words, in: folder.path, environment: clock).wait()
                #expect(outcome.exitCode == said[line]?.exitCode)
                #expect(
                    Self.timeless(outcome.output) == Self.timeless(said[line]?.output ?? ""),
                    "\(line): \(outcome.output)")
                #expect(outcome.errors == said[line]?.errors, "\(line): \(outcome.errors)")
            }
        }
    }

    /// Without the moment at which it was said.
    private static func timeless(_ output: String) -> String { output.replacing(/"now_utc": "[^"]*"/, with: "now") }

    @Test("a directory that may not be entered is no missing archive")
    func closed() async throws {
        try await Self.withFrozen { folder, clock in
            try await Self.set("chmod 700 data/historical", in: folder)
            guard geteuid() == 0 else { return try await Self.set("chmod 755 data/historical", in: folder) }
            for line in ["status", "runs", "verify"] {
                let outcome = try await PenstockProcess.asOnlooker([line], in: folder.path, environment: clock)
                #expect(outcome.exitCode == 73, "\(outcome.errors)")
                #expect(
                    outcome.errors.contains("This user cannot read \(folder.path)/data/historical"), "\(outcome.errors)"
                )
                #expect(!outcome.errors.contains("There is no archive"))
            }
            try await Self.set("chmod 755 data/historical", in: folder)
        }
    }

    /// Calls of sqlite3 and of Python in the pages.
    private static func calls() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        var calls: [String] = []
        for page in ["README.md", "docs/archive.md", "docs/reliability.md", "docs/scheduling.md"] {
            let text = try String(contentsOfFile: "\(root)/\(page)", encoding: .utf8)
            for line in text.split(separator: "\n") {
                if line.hasPrefix("sqlite3 ") { calls.append(String(line)) }
                calls += line.split(separator: "`").map(String.init).filter {
                    $0.hasPrefix("sqlite3 ") || $0.hasPrefix("python3 -c")
                }
            }
        }
        return calls
    }

    @Test(
        "the lines of the pages for SQL work: those for everybody as the owner, and those for a reader as one",
        .enabled(if: TestProgram("sqlite3") != nil || TestProgram.isCI, "sqlite3 is not installed"))
    func pages() async throws {
        let calls = try Self.calls()
        let forReaders = calls.filter { $0.contains("immutable=1") }
        #expect(
            calls.count - forReaders.count >= 2 && forReaders.contains { $0.hasPrefix("sqlite3") }
                && forReaders.contains { $0.hasPrefix("python3") })
        try await Self.withFrozen { folder, _ in
            func run(_ call: String, asOnlooker: Bool) async throws -> PenstockProcess.Outcome {
                // A line without a query, and one that needs a row, ask for something that is there.
                var line = call
                if line.hasPrefix("sqlite3"), !line.contains("SELECT") { line += " 'SELECT count(*) FROM runs'" }
                line = line.replacingOccurrences(
                    of: "SELECT data FROM replaced ORDER BY id DESC", with: "SELECT x\\'\(Self.gzip)\\'")
                if line.contains("'archive.db") || line.contains("file:archive.db") {
                    line = "cd data/historical && " + line
                }
                guard asOnlooker else { return try await PenstockProcess.shell(line, in: folder.path) }
                return try await PenstockProcess.asOnlooker(["-c", line], program: "/bin/sh", in: folder.path)
            }
            for call in forReaders {
                let outcome = try await run(call, asOnlooker: true)
                #expect(outcome.exitCode == 0 && !outcome.output.isEmpty, "\(call): \(outcome.errors)")
            }
            // The control: the others do need the right to write.
            for call in calls where !call.contains("immutable=1") && call.hasPrefix("sqlite3") {
                #expect(try await run(call, asOnlooker: true).exitCode != 0, "\(call)")
            }
            try await Self.set("chmod -R u+w data", in: folder)
            for call in calls where !call.contains("immutable=1") {
                let outcome = try await run(call, asOnlooker: false)
                #expect(outcome.exitCode == 0 && !outcome.output.isEmpty, "\(call): \(outcome.errors)")
            }
        }
    }

    /// `a` and a line's end.
    private static let gzip = "1f8b08000000000002034be4020007a1eadd02000000"
}
