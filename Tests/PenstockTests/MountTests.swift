import Foundation
import TestWorld
import Testing

/// The built command on file systems that are as they should not be: mounted read-only, or full. Each mount is in a
/// mount namespace of its own, which wants a privilege; without it nothing here is run, and that is said.
@Suite(
    "File systems that are read-only or full",
    .enabled(if: MountNamespace.isPossible, "no privilege for a mount namespace (unshare -m, mount)"))
struct MountTests {
    private static func withArchive(_ body: (TemporaryFolder, MarketServer) async throws -> Void) async throws {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("mounts")
        try await MarketServer.serving(market) { server in
            let first = try await server.run(TroubleTests.backfill + ["--storage", "csv.gz,sqlite"], in: folder.path)
            #expect(first.exitCode == 0, "\(first.errors)")
            for name in ["elsewhere", "full"] { try folder.folder(name) }
            try await body(folder, server)
        }
    }

    /// A command behind what is mounted first, for it alone.
    private static func run(
        _ words: [String], behind mounts: String, in folder: TemporaryFolder, _ server: MarketServer,
        environment: [String: String] = [:]
    ) async throws -> PenstockProcess.Outcome {
        let command = ([try PenstockProcess.executable().path] + words).map { "'\($0)'" }.joined(separator: " ")
        let script = "\(mounts) && exec \(command)"
        return try await PenstockProcess.shell(
            "exec unshare -m bash -c \"$SCRIPT\"", in: folder.path,
            environment: server.clock.merging(environment) { $1 }.merging(["SCRIPT": script]) { $1 })
    }

    private static let readOnly = "mount --bind data data && mount -o remount,bind,ro data"
    private static let lines = [
        "status", "coverage", "verify --full", "runs", "quarantine", "report --output elsewhere/page.html",
        "backup elsewhere/copy",
        "update equities --dry-run",
    ]

    @Test(
        """
        mounted read-only, each command that looks says what it says otherwise; what writes is 73, says that the mount \
        is why, and changes nothing
        """
    )
    func readOnly() async throws {
        try await Self.withArchive { folder, server in
            let before = try await PenstockProcess.shell("find data -type f | sort | xargs sha256sum", in: folder.path)
                .output
            for line in Self.lines {
                let words = line.split(separator: " ").map(String.init)
                let frozen = try await Self.run(words, behind: Self.readOnly, in: folder, server)
                _ = try await PenstockProcess.shell("rm -rf elsewhere/copy", in: folder.path)
                let usual = try await Self.run(words, behind: "true", in: folder, server)
                _ = try await PenstockProcess.shell("rm -rf elsewhere/copy", in: folder.path)
                #expect(
                    frozen.exitCode == usual.exitCode && [0, 66].contains(frozen.exitCode), "\(line): \(frozen.errors)")
                #expect(frozen.output == usual.output && frozen.errors == usual.errors, "\(line): \(frozen.output)")
            }
            for (line, place) in [
                ("update equities --log-dir elsewhere", "archive.lock"),
                ("retire equities --symbols AAPL", "archive.lock"),
                ("update equities --log-dir data/other/logs", "The log directory"),
            ] {
                let words = line.split(separator: " ").map(String.init) + (line.hasPrefix("update") ? server.flags : [])
                let refused = try await Self.run(words, behind: Self.readOnly, in: folder, server)
                #expect(refused.exitCode == 73 && refused.errors.contains(place), "\(line): \(refused.errors)")
                #expect(refused.errors.contains("Read-only file system"), "\(refused.errors)")
            }
            // The readers of before may have left SQLite's files of locks, and nothing else.
            let left =
                """
                rm -f data/historical/archive.db-shm data/historical/archive.db-wal; find data -type f | sort | xargs \
                sha256sum
                """
            #expect(try await PenstockProcess.shell(left, in: folder.path).output == before)
            // The control: without the mount the same line does write.
            #expect(
                try await Self.run(["retire", "equities", "--symbols", "AAPL"], behind: "true", in: folder, server)
                    .exitCode == 0)
        }
    }

    @Test(
        """
        a full directory for temporary files stops nothing that looks; doctor names it, and what needs it is 73 and \
        leaves nothing there
        """
    )
    func fullTemporary() async throws {
        try await Self.withArchive { folder, server in
            let full =
                "mount -t tmpfs -o size=64k none full && (head -c 65536 /dev/zero > full/filled || true) 2>/dev/null"
            let environment = ["TMPDIR": folder.path + "/full", "SQLITE_TMPDIR": folder.path + "/full"]
            for line in Self.lines {
                let words = line.split(separator: " ").map(String.init)
                let outcome = try await Self.run(words, behind: full, in: folder, server, environment: environment)
                #expect([0, 66].contains(outcome.exitCode), "\(line): \(outcome.errors)")
            }
            let doctor = try await Self.run(
                ["doctor", "--offline", "equities"], behind: full, in: folder, server, environment: environment)
            #expect(
                doctor.output.contains("look     temporary      0 B free at \(folder.path)/full"), "\(doctor.output)")
            // The list is read into an archive of a moment, in that directory.
            let lists =
                [
                    "backfill", "equities", "--start-date", "2024-01-02", "--dry-run", "--read-lists", "--data-dir",
                    "new",
                ] + server.flags
            let looked = "\(full); trap 'ls -A full > elsewhere/left' EXIT; true"
            let command = ([try PenstockProcess.executable().path] + lists).map { "'\($0)'" }.joined(separator: " ")
            let refused = try await PenstockProcess.shell(
                "exec unshare -m bash -c \"$SCRIPT\"", in: folder.path,
                environment: server.clock.merging(environment) { $1 }.merging(["SCRIPT": "\(looked); \(command)"]) {
                    $1
                })
            #expect(refused.exitCode == 73, "\(refused.output)\(refused.errors)")
            #expect(
                refused.errors.contains("No space left on device") && refused.errors.contains("\(folder.path)/full"))
            #expect(try folder.text("elsewhere/left") == "filled\n")
            #expect(!folder.exists("new"))
        }
    }
}

/// Whether this machine lets a test mount something for itself alone.
private enum MountNamespace {
    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "exec unshare -m sh -c 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp' 2>/dev/null",
        ]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
