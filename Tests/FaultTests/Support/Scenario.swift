import Foundation
import TestWorld

/// Phases over one archive, run once without a fault: what stood there before each, what came to be, and the calls on
/// the way.
struct Scenario: Sendable {
    struct Step: Sendable {
        let phase: Phase
        let storage: String
        let before: FolderImage
        let after: FolderImage
        let expected: ArchiveContents
        let exitCode: Int32
        let calls: [FileCall]
        /// The shim's record of them, made in the folder `place`.
        let record: [UInt8]
        let place: String
        let arguments: [String]
        let environment: [String: String]

        func run(in folder: String) -> ShimmedRun {
            ShimmedRun(arguments: arguments, environment: environment, folder: folder)
        }
        /// What the command itself says of the archive; nil: nothing but good. Compressed bytes are compared by nobody
        /// else.
        func doubts(in folder: String) async throws -> String? {
            let verify = ShimmedRun(
                arguments: ["verify", "--full"], environment: ["PENSTOCK_NOW": phase.now], folder: folder)
            let ending = try await verify.end()
            return ending.exitCode == 0 && ending.signal == nil
                ? nil : "verify --full ends with \(ending.exitCode): \(ending.errors.prefix(300))"
        }

        /// How many points of one kind are tried where all are; nil: each. The runs with all sinks have every call that
        /// those with one have.
        var mostPoints: Int? {
            let isCovered = storage == "csv" && phase.storages == nil && !FaultSettings.current.isEvery
            return isCovered ? 20 : phase.mostPoints
        }

        var acceptedCodes: Set<Int32> { phase.repeatedCodes.union([exitCode]) }
    }

    /// As `--storage` has it.
    let storage: String
    let folder: TemporaryFolder
    let steps: [Step]

    private static let fixtures =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/fixtures/"

    static func play(_ storage: String, phases: [Phase] = Phase.chosen, ignoring syncs: IgnoredSyncs? = nil)
        async throws -> Scenario
    {
        let folder = try TemporaryFolder("penstock-faults", inMemory: true, stays: FaultSettings.current.point != nil)
        let market = FakeMarket(now: phases[0].now)
        var before = FolderImage()
        var steps: [Step] = []
        for (index, phase) in phases.enumerated() where phase.storages?.contains(storage) ?? true {
            market.move(to: phase.now)
            phase.change(market)
            var arguments = phase.line.split(separator: " ").map(String.init)
            if phase.asksUpstream {
                let replay = phase.fixture.map { Self.fixtures + $0 } ?? folder.path + "/replay-\(index)"
                if phase.fixture == nil { try ReplayFolder.write(market, to: replay) }
                // Without a pace the replay's clock stands still, so that a second run takes the same moment for the
                // present.
                arguments += ["--replay", replay, "--concurrency", "1", "--rate-limit-delay", "0"]
            }
            // The usual one is left to the program: an archive whose first run is killed gets it all the same.
            if storage != "csv", index == 0 || phase.name == "markets" { arguments += ["--storage", storage] }
            var environment = ["PENSTOCK_NOW": phase.now]
            environment["PENSTOCK_COMMIT_BYTES"] = phase.commitBytes.map { "\($0)" }

            let place = folder.path + "/clean-\(index)"
            if let name = phase.follows, let step = steps.first(where: { $0.phase.name == name }) {
                before = step.after
            }
            try before.write(to: place)
            if let lacks = phase.lacks {
                try lacks.takeOut(of: place)
                before = try FolderImage(reading: place)
            }
            let ending = try await ShimmedRun(arguments: arguments, environment: environment, folder: place)
                .end(ignoring: syncs, recordingTo: place + ".record")
            let record = try Array(Data(contentsOf: URL(filePath: place + ".record")))
            let after = try FolderImage(reading: place)
            guard [0, 10].contains(ending.exitCode), ending.signal == nil else {
                throw Unplayable(
                    description: "\(storage)/\(phase.name) without a fault: \(ending.exitCode) \(ending.errors)")
            }
            let step = Step(
                phase: phase, storage: storage, before: before, after: after,
                expected: try ArchiveContents(reading: place),
                exitCode: ending.exitCode, calls: ending.calls, record: record, place: place, arguments: arguments,
                environment: environment
            )
            if let doubts = try await step.doubts(in: place) {
                throw Unplayable(description: "\(storage)/\(phase.name) without a fault: \(doubts)")
            }
            steps.append(step)
            before = after
            for leftover in [place, place + ".record"] { try FileManager.default.removeItem(atPath: leftover) }
        }
        return Scenario(storage: storage, folder: folder, steps: steps)
    }

    struct Unplayable: Error, CustomStringConvertible {
        let description: String
    }
}
