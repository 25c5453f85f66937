#if os(Linux)
    import Foundation
    import GRDB
    import TestWorld
    import Testing

    /// What shows that the other tests here could fail.
    @Suite("Faults: what has to be noticed is", .serialized, .enabled(if: FaultSettings.current.point == nil))
    struct ControlTests {
        private let settings = FaultSettings.current

        @Test("killed and not run again, an archive is not what it should be")
        func notRunAgain() async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(2)))
            let points = FaultPlan(scenario: scenario, settings: FaultSettings([:])).points(.kill, count: 12)
            let tally = try await FaultTests.tally(points, of: scenario, goesOn: false)
            #expect(tally.hit == 12)
            // Behind the last commit only what is rendered is missing, and of some calls nothing.
            #expect(tally.different.count * 2 > points.count, "\(tally.different.count) of 12")
        }

        @Test("a column that was gained halfway, or of which the record does not know, is noticed")
        func gained() async throws {
            let names = ["markets"] + Phase.gains.map(\.name)
            let scenario = try await Scenario.play("csv", phases: Phase.all.filter { names.contains($0.name) })
            for name in names.dropFirst() {
                let step = try #require(scenario.steps.first { $0.phase.name == name })
                let widened = step.after.files.filter { file, bytes in
                    file.contains("polymarket/trades/")
                        && String(decoding: bytes.prefix(200), as: UTF8.self).contains(",outcome,")
                }
                #expect(!widened.isEmpty, "\(name)")
                #expect(step.before.files.filter { widened[$0.key] != nil }.allSatisfy { widened[$0.key] != $0.value })
                let folder = scenario.folder.path + "/" + name
                try step.after.write(to: folder)
                #expect(try ArchiveContents(reading: folder) == step.expected)
                let database = try DatabaseQueue(path: folder + "/data/prediction_markets/archive.db")
                try await database.write { db in
                    try db.execute(sql: "UPDATE files SET schema = 1 WHERE dataset = 'trades'")
                }
                try database.close()
                #expect(try ArchiveContents(reading: folder) != step.expected)
                #expect(try await step.doubts(in: folder) != nil)
            }
            let points = FaultPlan(scenario: scenario, settings: FaultSettings([:])).points(.kill, count: 40)
                .filter { Phase.gains.map(\.name).contains($0.phase) }
            let tally = try await FaultTests.tally(points, of: scenario, goesOn: false)
            #expect(
                tally.hit == points.count && tally.different.count * 2 > points.count,
                "\(tally.different.count) of \(points.count)")
        }

        @Test("a call that is not there hits nothing, and counts as not hit")
        func behindTheEnd() async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(1)))
            let point = FaultPoint(
                storage: "csv", phase: "backfill", kind: .eio, call: scenario.steps[0].calls.count + 500)
            let tally = try await FaultTests.tally([point], of: scenario)
            #expect(tally.count == 1 && tally.hit == 0 && tally.different.isEmpty)
        }

        @Test("each kind of fault does at a write what its name says")
        func kinds() async throws {
            let scenario = try await Scenario.play("csv", phases: Array(Phase.all.prefix(1)))
            let step = scenario.steps[0]
            let write = try #require(step.calls.first { $0.isWrite && $0.path.hasSuffix("daily_bars/AMBER.csv") })
            let length = try #require(step.after.files[write.path]?.count)
            for kind in FaultKind.shimmed {
                let folder = scenario.folder.path + "/" + kind.rawValue
                try step.before.write(to: folder)
                let ending = try await step.run(in: folder).end(kind, at: write.number)
                let left = FileManager.default.contents(atPath: folder + "/" + write.path)?.count
                let hits = ending.calls.count(where: \.isHit)
                #expect(ending.hit?.path == write.path, "\(kind)")
                switch kind {
                case .kill, .killafter, .torn:
                    #expect(ending.signal == SIGKILL, "\(kind)")
                    #expect(left == (kind == .kill ? 0 : kind == .torn ? length / 2 : length), "\(kind)")
                case .short:
                    #expect(
                        ending.exitCode == step.exitCode && left == length && ending.calls.count == step.calls.count + 1
                    )
                case .eio, .enospc: #expect(ending.exitCode == 73 && hits == 1, "\(kind)")
                case .full: #expect(ending.exitCode == 73 && hits > 1)
                case .twice, .powerloss, .powermix: Issue.record("\(kind) is not the shim's")
                }
            }
        }

        @Test("an ending that says success, names nothing, comes from a signal or from nowhere is no good ending")
        func verdicts() {
            func ending(
                _ code: Int32, signal: Int32? = nil, hasHung: Bool = false, _ errors: String = "", isHit: Bool = true
            )
                -> ShimmedRun.Ending
            {
                let call = FileCall(
                    number: 1, name: "write", path: "data/historical/A.csv", detail: "0+9", isHit: isHit)
                return ShimmedRun.Ending(
                    exitCode: code, signal: signal, hasHung: hasHung, errors: errors, folder: "/home", calls: [call])
            }
            let root = FileCall(number: 1, name: "fsync", path: "", detail: "", isHit: true)
            for (errors, isGood) in [("Cannot write /home/data/logs", true), ("Cannot write /elsewhere", false)] {
                let ending = ShimmedRun.Ending(
                    exitCode: 73, signal: nil, hasHung: false, errors: errors, folder: "/home", calls: [root])
                #expect(EndingVerdict(kind: .eio, ending: ending, success: [0]).faults.isEmpty == isGood)
            }
            func verdict(_ kind: FaultKind, _ ending: ShimmedRun.Ending) -> EndingVerdict {
                EndingVerdict(kind: kind, ending: ending, success: [0, 10])
            }
            #expect(verdict(.eio, ending(73, "Cannot write A.csv: Input/output error")).faults.isEmpty)
            #expect(verdict(.eio, ending(10)).claimsSuccess && verdict(.eio, ending(10)).faults.isEmpty)
            #expect(verdict(.kill, ending(9, signal: 9)).faults.isEmpty)
            for (kind, bad) in [
                (FaultKind.eio, ending(73, "Cannot write B.csv")), (.eio, ending(64, "A.csv")),
                (.eio, ending(5, signal: 5)),
                (.eio, ending(73, "A.csv", isHit: false)), (.short, ending(73, "A.csv")),
                (.kill, ending(11, signal: 11)),
                (.kill, ending(9, signal: 9, isHit: false)), (.enospc, ending(9, signal: 9, hasHung: true)),
            ] {
                #expect(!verdict(kind, bad).faults.isEmpty && !verdict(kind, bad).claimsSuccess)
            }
        }

        @Test("points are the same as text")
        func pointText() {
            for text in ["csv/backfill/eio@57", "csv,sqlite/append/twice@3+12", "csv/forget/powermix@0+2"] {
                #expect(FaultPoint(text)?.description == text)
            }
            for text in [
                "", "csv/backfill/eio", "csv/backfill/eyo@5", "csv/backfill/eio@x", "csv/backfill/eio@5+x",
                "backfill/eio@5",
            ] {
                #expect(FaultPoint(text) == nil, "\(text)")
            }
        }
    }
#endif
