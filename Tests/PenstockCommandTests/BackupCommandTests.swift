import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock backup` as it is typed: what it prints and what it refuses.
@Suite("backup, from the command line")
struct BackupCommandTests {
    @Test("what was copied, and what is refused, word for word; the copy verifies")
    func backup() async throws {
        let desk = try LookDesk()
        var transcript = ""
        try await desk.typing { type in
            desk.market.list("AAPL", "BRK.B")
            _ = await type(
                "backfill equities --symbols AAPL,BRK.B --start-date 2024-10-01 --storage csv,csv.gz --quiet", 0)
            for (line, code) in [
                ("backup copies/one", 0), ("backup copies/one", 64), ("backup data/historical/copy", 64),
                ("backup copies/two kalshi", 78),
                ("verify --full --data-dir copies/one", 0), ("update equities --data-dir copies/one", 0),
            ] {
                let stage = await type(line, Int32(code))
                transcript += "$ penstock \(line)\n\(stage.output)\(stage.error)\n"
            }
            #expect(await type("backup copies/three --quiet", 0).output == "")
            let json = await type("backup copies/four --json", 0).output
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect(object["files"] as? Int == 4 && object["attempts"] as? Int == 1 && object["last_run"] as? Int == 1)
        }
        expectScreen(
            desk.steady(transcript).replacing(/database \(.*?\)/, with: "database (200 kB)").replacing(
                /files \(.*?\)/, with: "files (9 kB)"
            )
            .replacing(/\d+(\.\d)? k?B:/, with: "9 kB:").replacing(/_\d{8}_\d{6}\.log/, with: "_YYYYMMDD_HHMMSS.log"),
            "backup")
    }
}
