import Foundation
import TestWorld
import Testing

/// Pipes that a shell makes, and a signal while one is silent.
@Suite("Pipes for files")
struct NamedPipeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("pipes") }

    private func shell(_ line: String) async throws -> PenstockProcess.Outcome {
        let program = try PenstockProcess.executable().path
        return try await PenstockProcess.shell(
            line.replacing("PENSTOCK", with: "'\(program)'"), in: folder.path, environment: ["PENSTOCK_NOW": "2024-01-10T23:00:00Z"])
    }

    @Test("<(...) and /dev/stdin are read to their end")
    func read() async throws {
        for line in [
            "PENSTOCK backfill equities --dry-run --start-date 2024-01-02 --symbols-file <(printf 'AAPL\\nMSFT\\n')",
            "printf 'AAPL\\nMSFT\\n' | PENSTOCK backfill equities --dry-run --start-date 2024-01-02 --symbols-file /dev/stdin",
        ] {
            let outcome = try await shell(line)
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("2 symbols"), "\(outcome.output)")
        }
    }

    @Test("a pipe that nobody writes to does not outlive a SIGTERM, where it is typed and in a job", arguments: [false, true])
    func terminated(_ isJob: Bool) async throws {
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        try folder.write(
            "penstock.yaml", "jobs:\n  a: {command: backfill, providers: equities, start-date: 2024-01-02, symbols-file: pipe}\n")
        let arguments = isJob ? ["run", "a"] : ["backfill", "equities", "--start-date", "2024-01-02", "--symbols-file", "pipe"]
        let process = try PenstockProcess(arguments, in: folder.path, environment: ["PENSTOCK_NOW": "2024-01-10T23:00:00Z"])
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
