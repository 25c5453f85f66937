import Orchestrator
import PluginKit
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// A jobs file with very many jobs is looked at in the time of a few: nothing is parsed for a job, and where the
/// archives of all are is looked for once. Counted, not timed.
@Suite("Many jobs of one file")
struct FoundArchivesTests {
    private func executions(_ jobs: [String], _ found: FoundArchives) async throws -> [JobExecution] {
        let text = "jobs:\n" + jobs.enumerated().map { "  job\($0.offset): {\($0.element)}\n" }.joined()
        return try await TemporaryFolder.with(["penstock.yaml": text]) { folder in
            let stage = CommandStage(directory: folder)
            return try Host.$current.withValue(stage.host) {
                let file = try JobsFilePlace(host: stage.host).required("run")
                return try file.jobs.map { try JobExecution($0, in: file, host: stage.host, found: found) }
            }
        }
    }

    @Test("where the archives are is looked for once, however many jobs look", arguments: [2, 60])
    func once(count: Int) async throws {
        let found = FoundArchives()
        let updates = (0..<count).map { "command: update, providers: equities, schedule: \"\($0) 6 * * *\"" }
        let looks = Array(repeating: "command: status", count: count)
        let executions = try await executions(updates + looks, found)
        #expect(executions.count == 2 * count && executions.allSatisfy { ($0.request == nil) == !$0.job.verb.isRun })
        #expect(Set(executions.compactMap(\.request?.jobName)).count == count, "each goes by its own name")
        #expect(found.sought == 1)
    }

    @Test("each job has its own values, also beside others of the same verb")
    func values() async throws {
        let found = FoundArchives()
        let executions = try await executions(
            ["AAPL", "KO", "AAPL"].map { "command: update, providers: equities, symbols: \($0)" } + [
                "command: coverage"
            ], found)
        #expect(executions.compactMap { $0.planned.first?.job.selection.names } == [["AAPL"], ["KO"], ["AAPL"]])
        #expect(found.sought == 1)
    }
}
