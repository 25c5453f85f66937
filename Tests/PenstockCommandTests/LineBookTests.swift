import Orchestrator
import PluginKit
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// A jobs file with very many jobs is looked at in the time of a few: what is the same for all of them is read once.
/// Counted, not timed.
@Suite("Many jobs of one file")
struct LineBookTests {
    private func executions(_ jobs: [String], _ book: LineBook) async throws -> [JobExecution] {
        let text = "jobs:\n" + jobs.enumerated().map { "  job\($0.offset): {\($0.element)}\n" }.joined()
        return try await TemporaryFolder.with(["penstock.yaml": text]) { folder in
            let stage = CommandStage(directory: folder)
            let file = try Host.$current.withValue(stage.host) {
                try JobsFilePlace(host: stage.host, flag: nil).required("run")
            }
            var executions: [JobExecution] = []
            for job in file.jobs {
                executions.append(try await JobExecution(job, in: file, typed: [], host: stage.host, book: book))
            }
            return executions
        }
    }

    @Test(
        "a line that many jobs have is parsed once, and where the archives are is looked for once", arguments: [2, 60])
    func once(count: Int) async throws {
        let book = LineBook()
        let updates = (0..<count).map { "command: update, providers: equities, schedule: \"\($0) 6 * * *\"" }
        let looks = Array(repeating: "command: status", count: count)
        let executions = try await executions(updates + looks, book)
        #expect(executions.count == 2 * count && executions.allSatisfy { ($0.request == nil) == !$0.job.verb.isRun })
        #expect(Set(executions.compactMap(\.request?.jobName)).count == count, "each goes by its own name")
        #expect(book.parsed == 2 && book.sought == 1)
    }

    @Test("a line with other values is another line, and has its own")
    func values() async throws {
        let book = LineBook()
        let executions = try await executions(
            ["AAPL", "KO", "AAPL"].map { "command: update, providers: equities, symbols: \($0)" } + [
                "command: coverage"
            ], book)
        #expect(executions.compactMap { $0.planned.first?.job.selection.names } == [["AAPL"], ["KO"], ["AAPL"]])
        #expect(book.parsed == 3 && book.sought == 1)
    }
}
