import Foundation
import Host
import Tabular
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// The log file of a run: its name, and when its lines are there.
@Suite("The log of a run")
struct LogTests {
    private func log(in folder: String, sub: String = "/a/b") throws -> RunLog {
        let planned = PlannedJob(job: try Runs.planned().job, logDirectory: folder + sub, upstreams: .init())
        return try RunLog(planned: planned, user: "jane", now: Runs.instant("2026-11-24T04:13:37Z"), isVerbose: true)
    }

    @Test("two runs in one second get different names, and neither file is empty")
    func names() throws {
        let folder = try TemporaryFolder()
        let logs = [try log(in: folder.path), try log(in: folder.path), try log(in: folder.path)]
        let names = logs.map { $0.path.split(separator: "/").last.map(String.init) ?? "" }
        let stamp = WallTime(seconds: Runs.instant("2026-11-24T04:13:37Z").seconds).stamp
        #expect(
            names == [
                "backfill_equities_\(stamp).log", "backfill_equities_\(stamp)-2.log",
                "backfill_equities_\(stamp)-3.log",
            ])
        for log in logs { #expect(try String(contentsOfFile: log.path, encoding: .utf8).hasSuffix("\n")) }
    }

    @Test("lines are there as soon as they are written")
    func lines() throws {
        let folder = try TemporaryFolder()
        let log = try log(in: folder.path)
        log.write("request", "yahoo /v8 -> 200")
        let lines = try String(contentsOfFile: log.path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[1].hasPrefix("2026-11-24T04:13:3") && lines[1].hasSuffix("Z request: yahoo /v8 -> 200"))
    }
}
