import ArchiveUpkeep
import Host
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Conversions of an archive to other sinks, killed, starved or without power at every call.
@Suite("Conversions killed anywhere")
struct ConversionCrashTests {
    /// A conversion that can be told again.
    struct Deed: Sendable, CustomStringConvertible {
        let before: [String]
        var added: String?
        var dropped: String?

        var description: String { added.map { "\(before) and \($0)" } ?? "\(before) without \(dropped ?? "")" }

        func perform(_ world: ConversionWorld, _ calls: any SystemCalls = HostCalls()) throws {
            try world.run(calls) { bench in
                let names = bench.archive.reader.identity.sinks
                if let added, !names.contains(added) {
                    try bench.archive.add(ConversionWorld.sink(added), declared: ConversionWorld.declared)
                }
                if let dropped, names.contains(dropped) { try bench.archive.drop(dropped) }
            }
        }
    }

    static let deeds = [
        Deed(before: ["lines"], added: "sealed"), Deed(before: ["lines"], added: "sqlite"),
        Deed(before: ["sqlite"], added: "lines"),
        Deed(before: ["lines", "sqlite"], dropped: "lines"), Deed(before: ["sealed", "sqlite"], dropped: "sqlite"),
        Deed(before: ["sqlite"], added: "memory"), Deed(before: ["memory"], added: "lines"),
        Deed(before: ["memory", "sqlite"], dropped: "memory"),
    ]

    private func different(_ left: [String: String], _ right: [String: String]) -> [String] {
        Set(left.keys).union(right.keys).sorted().filter { left[$0] != right[$0] }
    }

    @Test(
        "dead at the n-th call, for every n: told again it ends the same; not told again a run puts the archive right",
        arguments: deeds)
    func killed(deed: Deed) throws {
        let world = try ConversionWorld(sinks: deed.before)
        try world.run()
        let old = try world.outcome()
        let reference = try ConversionWorld(copying: world)
        try deed.perform(reference)
        let new = try reference.outcome()
        #expect(!different(old, new).isEmpty)
        var (step, strays, kept) = (0, 0, 0)
        while true {
            step += 1
            let trial = try ConversionWorld(copying: world)
            let calls = FaultyCalls(.stop(at: step))
            let failure = Result { try deed.perform(trial, calls) }
            guard calls.hasFaulted else { break }
            if trial.directory.files.contains(where: { $0.hasSuffix(".rewrite") }) { strays += 1 }
            let rest = try ConversionWorld(copying: trial)
            try deed.perform(trial)
            #expect(different(try trial.outcome(), new) == [], "step \(step), told again: \(failure)")
            try rest.run()
            let found = try rest.outcome()
            if different(found, old) == [] {
                kept += 1
            } else {
                #expect(different(found, new) == [], "step \(step), not told: \(failure)")
            }
        }
        #expect(step > 15 && kept > 0 && kept < step - 3)
        if deed.added.map({ $0 != "sqlite" && $0 != "memory" }) == true { #expect(strays > 10) }
    }

    /// The steps at which a loss of power ends otherwise than the conversion without a fault.
    private func differences(_ deed: Deed, ignoresSyncs: Bool = false) throws -> (steps: Int, differences: [String]) {
        let reference = try ConversionWorld(sinks: deed.before)
        try deed.perform(reference)
        let new = try reference.outcome()
        let count = FaultyCalls()
        _ = try ConversionWorld(sinks: deed.before, calls: count)
        var differences: [String] = []
        var step = count.count
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let disk = WorstDisk(root: directory["data"], ignoresSyncs: ignoresSyncs)
            let calls = FaultyCalls(.stop(at: step), disk: disk)
            let trial = try ConversionWorld(sinks: deed.before, calls: calls, in: directory)
            let failure = Result { try deed.perform(trial, calls) }
            guard calls.hasFaulted else { return (step - count.count, differences) }
            try disk.losePower()
            do {
                try deed.perform(trial)
                for key in try different(trial.outcome(), new) {
                    differences.append("step \(step - count.count): \(key) (\(failure))")
                }
            } catch {
                differences.append("step \(step - count.count): cannot go on: \(error)")
            }
            if ignoresSyncs && !differences.isEmpty { return (step - count.count, differences) }
        }
    }

    @Test(
        "power lost at the n-th call, and with it all that was not synced: told again it ends the same",
        arguments: [deeds[0], deeds[1], deeds[3]])
    func powerLost(deed: Deed) throws {
        let (steps, differences) = try differences(deed)
        #expect(steps > 15)
        #expect(differences.isEmpty, "\(differences.prefix(3).joined(separator: "\n"))")
    }

    @Test("negative control: with the record on the disk before its rows, the loss of power makes a difference")
    func control() throws {
        #expect(!(try differences(ConversionCrashTests.deeds[0], ignoresSyncs: true).differences.isEmpty))
    }

    @Test(
        "a call that fails once ends the conversion with a reason; told again it ends the same", arguments: [0, 1, 3])
    func failed(index: Int) throws {
        let deed = ConversionCrashTests.deeds[index]
        let world = try ConversionWorld(sinks: deed.before)
        let reference = try ConversionWorld(copying: world)
        try deed.perform(reference)
        let new = try reference.outcome()
        var step = 0
        while true {
            step += 3
            let trial = try ConversionWorld(copying: world)
            let calls = FaultyCalls(.fail(at: step, errno: 28))
            let failure = Result { try deed.perform(trial, calls) }
            guard calls.hasFaulted else { break }
            if case .failure(let error) = failure {
                let code = (error as? ArchiveError)?.code
                #expect(code == .cannotWrite || code == .syncFailed || code == .poisoned, "step \(step): \(error)")
            }
            try deed.perform(trial)
            #expect(different(try trial.outcome(), new) == [], "step \(step)")
        }
    }
}
