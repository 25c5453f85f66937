import Host
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Runs that are killed, starved or without power at every call end, told again, in the same archive.
@Suite("Killed anywhere and told again")
struct CrashTests {
    /// Every kind of store.
    private static let sinks = ["lines", "sealed", "sqlite", "memory"]

    /// The story without a fault.
    private func reference(gains: Bool, _ sinks: [String] = sinks) throws -> [String: String] {
        let directory = try TemporaryFolder(inMemory: true)
        let story = Story(directory: directory, sinks: sinks, gains: gains)
        try story.tell(HostCalls())
        return try story.outcome()
    }

    /// The places where a story that dies at the n-th call ends otherwise, for n = 1, 2, ... until it lives.
    private func differences(
        gains: Bool, _ sinks: [String] = sinks, power: Bool, ignoresSyncs: Bool = false, stopAtFirst: Bool = false
    ) throws -> (steps: Int, differences: [String]) {
        let expected = try reference(gains: gains, sinks)
        var differences: [String] = []
        var step = 0
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let story = Story(directory: directory, sinks: sinks, gains: gains)
            let disk = power ? WorstDisk(root: directory["data"], ignoresSyncs: ignoresSyncs) : nil
            let calls = FaultyCalls(.stop(at: step), disk: disk)
            var lastCall = ""
            do {
                try story.tell(calls)
            } catch {
                lastCall = "\(error)"
            }
            guard calls.hasFaulted else { return (step, differences) }
            try disk?.losePower()
            do {
                try story.tell(HostCalls())
                let outcome = try story.outcome()
                for key in Set(expected.keys).union(outcome.keys).sorted() where expected[key] != outcome[key] {
                    differences.append(
                        """
                        step \(step) (\(lastCall)): \(key)\n  expected \(expected[key] ?? "nothing")\n  but is   \
                        \(outcome[key] ?? "nothing")
                        """
                    )
                }
            } catch {
                differences.append("step \(step) (\(lastCall)): cannot go on: \(error)")
            }
            if stopAtFirst && !differences.isEmpty { return (step, differences) }
        }
    }

    @Test(
        """
        dead at the n-th call that changes anything, for every n: the same files and tables in the end, also where \
        columns are gained
        """,
        arguments: [false, true])
    func killed(_ gains: Bool) throws {
        let (steps, differences) = try differences(gains: gains, power: false)
        #expect(steps > 100)
        #expect(differences.isEmpty, "\(differences.prefix(3).joined(separator: "\n"))")
    }

    @Test(
        "power lost at the n-th call, and with it all that was not synced: the same files and tables in the end",
        arguments: [false, true])
    func powerLost(_ gains: Bool) throws {
        let (_, differences) = try differences(gains: gains, power: true)
        #expect(differences.isEmpty, "\(differences.prefix(3).joined(separator: "\n"))")
    }

    @Test(
        "negative control: with the record on the disk before its rows, the loss of power makes a difference",
        arguments: [false, true])
    func control(_ gains: Bool) throws {
        let (_, differences) = try differences(gains: gains, power: true, ignoresSyncs: true, stopAtFirst: true)
        #expect(!differences.isEmpty)
    }

    @Test("negative control: with a store that makes rows true before the record does, a kill makes a difference")
    func hasty() throws {
        let (_, differences) = try differences(
            gains: false, ["lines", "sqlite", "hasty"], power: false, stopAtFirst: true)
        #expect(!differences.isEmpty)
    }

    @Test("a call that fails once ends the run with a reason; the next run ends the same", arguments: [28, 5])
    func failed(errno: Int32) throws {
        let expected = try reference(gains: true)
        var step = 0
        while true {
            step += 3
            let directory = try TemporaryFolder(inMemory: true)
            let story = Story(directory: directory, sinks: Self.sinks, gains: true)
            let calls = FaultyCalls(.fail(at: step, errno: errno))
            let failure = Result { try story.tell(calls) }
            guard calls.hasFaulted else { break }
            if case .failure(let error) = failure {
                let code = (error as? ArchiveError)?.code
                #expect(code == .cannotWrite || code == .syncFailed, "step \(step): \(error)")
            }
            try story.tell(HostCalls())
            let outcome = try story.outcome()
            #expect(outcome == expected, "step \(step)")
        }
    }
}
