#if os(Linux)
    import Foundation
    import TestWorld
    import Testing

    /// Loss of power behind any call: what was not synced may be gone.
    @Suite("The command, after any loss of power", .serialized)
    struct PowerTests {
        private let settings = FaultSettings.current

        @Test(
            "whatever the missing syncs let a loss of power leave: the same line again ends in the same archive",
            arguments: FaultTests.storages)
        func lost(storage: String) async throws {
            let scenario = try await Scenario.play(storage)
            let tally = try await tally(scenario, count: 40 * settings.factor / FaultTests.storages.count)
            FaultTests.report("\(tally.count) disks", tally, settings)
            let wrong = tally.different.count
            #expect(wrong == 0, "\(wrong) of \(tally.count) went wrong:\n\(tally.complaints())")
            #expect(settings.point != nil || tally.hit >= (settings.isWhole ? 300 : 15))
        }

        @Test(
            "no change goes past the shim, and a run that has ended outlives a loss of power without another run",
            .enabled(if: FaultSettings.current.point == nil), arguments: FaultTests.storages)
        func ended(storage: String) async throws {
            let scenario = try await Scenario.play(storage)
            for step in scenario.steps {
                let disk = try PowerTrial(step: step, seed: settings.seed).disk
                let whole = disk.image(after: .max) { true }
                #expect(whole.differences(from: step.after) == [], "\(storage)/\(step.phase.name)")
                #expect(whole.differences(from: step.before) != [])
                let place = scenario.folder.path + "/ended-" + step.phase.name
                try disk.image(after: .max) { false }.write(to: place)
                let differences = try ArchiveContents(reading: place).differences(from: step.expected)
                let count = differences.count
                #expect(count == 0, "\(storage)/\(step.phase.name): \(differences.prefix(3).joined(separator: "; "))")
            }
        }

        @Test(
            "negative control: a command whose syncs do nothing loses",
            .enabled(if: FaultSettings.current.point == nil),
            arguments: IgnoredSyncs.allCases)
        func control(syncs: IgnoredSyncs) async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(4)), ignoring: syncs)
            var tries = 0
            var wrong = 0
            for step in scenario.steps.reversed() where wrong == 0 {
                let trial = PowerTrial(step: step, seed: settings.seed)
                var generator = SplitMix(seed: settings.seed)
                for disk in try trial.cases(trial.points(mixes: 1)).shuffled(using: &generator).prefix(40)
                where wrong == 0 {
                    tries += 1
                    let result = try await trial.result(disk, in: scenario.folder.path + "/control-\(tries)")
                    if !result.faults.isEmpty { wrong += 1 }
                }
            }
            print("faults: where \(syncs.description), disk \(tries) was the first that went wrong")
            #expect(wrong == 1, "none of \(tries) disks went wrong")
        }

        private func tally(_ scenario: Scenario, count: Int) async throws -> FaultTally {
            var generator = SplitMix(seed: settings.seed)
            var cases: [(Scenario.Step, PowerTrial.Case)] = []
            for step in scenario.steps {
                let trial = PowerTrial(step: step, seed: settings.seed)
                var points = trial.points(mixes: settings.isWhole ? 2 : 1)
                if let most = step.mostPoints { points = Array(points.shuffled(using: &generator).prefix(most * 2)) }
                if let point = settings.point { points = points.filter { $0 == point } }
                if !settings.isWhole && settings.point == nil {
                    points = Array(points.shuffled(using: &generator).prefix(count / 2))
                }
                cases += try trial.cases(points).map { (step, $0) }
            }
            if !settings.isWhole { cases = Array(cases.shuffled(using: &generator).prefix(count)) }
            let results = try await SideBySide.map(cases) { entry, index in
                try await PowerTrial(step: entry.0, seed: settings.seed).result(
                    entry.1, in: scenario.folder.path + "/disk-\(index)")
            }
            var tally = FaultTally()
            for result in results { tally.add(result) }
            return tally
        }
    }
#endif
