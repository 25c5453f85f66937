#if os(Linux)
    import Foundation
    import TestWorld
    import Testing

    /// The built command, hit at its calls that change files, and run again.
    @Suite("The command, hit at any file call and run again", .serialized)
    struct FaultTests {
        /// As `--storage` has them.
        static let storages = ["csv", "csv,csv.gz,sqlite"]
        private let settings = FaultSettings.current

        @Test(
            "killed, torn, starved or refused at a call: the same line again ends in the same archive",
            arguments: storages)
        func hit(storage: String) async throws {
            let scenario = try await Scenario.play(storage)
            let plan = FaultPlan(scenario: scenario, settings: settings)
            let counts: [FaultKind: Int] = [
                .kill: 26, .killafter: 2, .torn: 10, .short: 6, .eio: 14, .enospc: 8, .full: 8, .twice: 6,
            ]
            let points = counts.sorted { $0.key < $1.key }.flatMap {
                plan.points($0.key, count: $0.value / FaultTests.storages.count)
            }
            let tally = try await FaultTests.tally(points, of: scenario)
            let calls = scenario.steps.map { "\($0.phase.name) \($0.calls.count)" }.joined(separator: ", ")
            FaultTests.report("\(points.count) points of runs with so many calls: \(calls)", tally, settings)
            let wrong = tally.different.count
            #expect(wrong == 0, "\(wrong) of \(tally.count) went wrong:\n\(tally.complaints())")
            // A fault that never came to pass shows nothing.
            #expect(
                settings.point != nil || tally.hit * 10 >= tally.count * 9,
                "\(tally.hit) of \(tally.count) points were hit")
            #expect(settings.point != nil || tally.hit >= (settings.isWhole ? 1500 : 30))
        }

        static func tally(_ points: [FaultPoint], of scenario: Scenario, goesOn: Bool = true) async throws -> FaultTally
        {
            let results = try await SideBySide.map(points) { point, index in
                guard let step = scenario.steps.first(where: { $0.phase.name == point.phase }) else {
                    throw Missing(point: point)
                }
                let trial = FaultTrial(point: point, step: step, goesOn: goesOn)
                let result = try await trial.result(in: scenario.folder.path + "/point-\(index)")
                if goesOn && !result.faults.isEmpty { print("faults: WRONG " + result.line) }
                return result
            }
            var tally = FaultTally()
            for result in results { tally.add(result) }
            return tally
        }

        static func report(_ title: String, _ tally: FaultTally, _ settings: FaultSettings) {
            print(
                """
                faults: \(title), \(tally.hit) hit, \(tally.different.count) different; \
                PENSTOCK_FAULT_SEED=\(settings.seed)
                """
            )
            print(tally.table)
            if !tally.endings.isEmpty { print("  endings: " + tally.endings) }
        }

        struct Missing: Error {
            let point: FaultPoint
        }
    }
#endif
