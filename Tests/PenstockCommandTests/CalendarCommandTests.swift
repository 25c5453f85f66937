import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock calendar`: what scripts/check-calendar reads.
@Suite("The sessions of an exchange, from the command line")
struct CalendarCommandTests {
    @Test(
        "are CSV in UTC, whatever the exchange: a clock that changes between two sessions, a holiday, a short session",
        arguments: [
            (
                "calendar XLON --from 2024-03-28 --to 2024-04-02",
                """
                2024-03-28,2024-03-28T08:00:00Z,2024-03-28T16:30:00Z,false
                2024-04-02,2024-04-02T07:00:00Z,2024-04-02T15:30:00Z,false
                """
            ),
            (
                "calendar xlon --from 2022-12-22 --to 2022-12-28",
                """
                2022-12-22,2022-12-22T08:00:00Z,2022-12-22T16:30:00Z,false
                2022-12-23,2022-12-23T08:00:00Z,2022-12-23T12:30:00Z,true
                2022-12-28,2022-12-28T08:00:00Z,2022-12-28T16:30:00Z,false
                """
            ),
            (
                "calendar XNYS --from 2024-07-03 --to 2024-07-05",
                """
                2024-07-03,2024-07-03T13:30:00Z,2024-07-03T17:00:00Z,true
                2024-07-05,2024-07-05T13:30:00Z,2024-07-05T20:00:00Z,false
                """
            ),
        ])
    func sessions(line: String, rows: String) async throws {
        let folder = try TemporaryFolder()
        let stage = CommandStage(directory: folder.path)
        #expect(await stage.run(line) == 0, "\(stage.error)")
        #expect(stage.output == "date,open_utc,close_utc,early_close\n\(rows)\n")
    }
}
