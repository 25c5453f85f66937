import Foundation
import TestWorld
import Testing

/// Pipes that a shell makes, and a signal while one is silent.
@Suite("Pipes for files")
struct NamedPipeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("pipes") }

    private func shell(_ line: String, now: String = "2024-01-10T23:00:00Z") async throws -> PenstockProcess.Outcome {
        let program = try PenstockProcess.executable().path
        return try await PenstockProcess.shell(
            line.replacing("PENSTOCK", with: "'\(program)'"), in: folder.path, environment: ["PENSTOCK_NOW": now])
    }

    @Test("<(...) and /dev/stdin are read to their end")
    func read() async throws {
        for line in [
            "PENSTOCK backfill equities --dry-run --start-date 2024-01-02 --symbols-file <(printf 'AAPL\\nMSFT\\n')",
            """
            printf 'AAPL\\nMSFT\\n' | PENSTOCK backfill equities --dry-run --start-date 2024-01-02 --symbols-file \
            /dev/stdin
            """,
        ] {
            let outcome = try await shell(line)
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("2 symbols"), "\(outcome.output)")
        }
    }

    @Test("a word on an archive reads them once: what is named in a pipe is forgotten")
    func named() async throws {
        let answers = #filePath.replacing(
            "/Tests/PenstockTests/NamedPipeTests.swift", with: "/fixtures/equities/backfill")
        let filled = try await shell(
            "PENSTOCK backfill equities --symbols KESTL --start-date 2025-01-02 --replay '\(answers)'",
            now: "2026-02-11T18:10:00Z")
        #expect(filled.exitCode == 0, "\(filled.output)\(filled.errors)")
        let outcome = try await shell(
            "PENSTOCK forget equities --yes --symbols-file <(printf 'KESTL\\n')", now: "2026-02-11T18:10:00Z")
        #expect(outcome.exitCode == 0 && outcome.output.contains("Removed KESTL"), "\(outcome.output)\(outcome.errors)")
    }

    @Test(
        "a pipe that nobody writes to does not outlive a SIGTERM, where it is typed and in a job",
        arguments: [false, true])
    func terminated(_ isJob: Bool) async throws {
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        try folder.write(
            "penstock.yaml",
            "jobs:\n  a: {command: backfill, providers: equities, start-date: 2024-01-02, symbols-file: pipe}\n")
        let arguments =
            isJob ? ["run", "a"] : ["backfill", "equities", "--start-date", "2024-01-02", "--symbols-file", "pipe"]
        let process = try PenstockProcess(
            arguments, in: folder.path, environment: ["PENSTOCK_NOW": "2024-01-10T23:00:00Z"])
        // Sent until it is heard: nothing says when the reading has begun.
        let sender = Task {
            while process.isRunning {
                try await Task.sleep(for: .seconds(1))
                process.send(SIGTERM)
            }
        }
        let outcome = try await process.wait()
        sender.cancel()
        #expect(outcome.exitCode != 0)
        #expect(!folder.exists("data"))
    }
}
