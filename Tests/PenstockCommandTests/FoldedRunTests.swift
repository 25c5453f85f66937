import Archive
import Foundation
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// What is said of a run that is older than a year.
@Suite("A run whose units are folded into months")
struct FoldedRunTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../fixtures/equities").standardizedFileURL.path

    @Test("runs show says how many units it has no names of, and no more; what is stored is proved as before")
    func shown() async throws {
        let folder = try TemporaryFolder("months")
        _ = await CommandStage.output(
            of: """
                backfill equities --symbols HOLLW,KESTL,VELLM --start-date 2025-01-02 --data-dir bars --replay \
                \(Self.fixtures)/backfill
                """, in: folder, exitCode: 10)
        let before = await CommandStage.output(of: "runs show 1 equities --data-dir bars", in: folder)
        #expect(!before.contains("folded") && before.contains("troubles"), "\(before)")
        // The run was two years before.
        let archive = try Archive.open(
            at: folder.path + "/bars", sinks: SinkOpening(host: CommandStage(directory: folder.path).host).open,
            lock: LockRequest(holder: "a test"), now: Instant(seconds: 1_704_067_200))
        try archive.goBy(Instant(seconds: 1_704_067_200), run: 1, isRecorded: true)
        try archive.close()
        _ = await CommandStage.output(
            of: "update equities --data-dir bars --replay \(Self.fixtures)/update", in: folder)
        let after = await CommandStage.output(of: "runs show 1 equities --data-dir bars", in: folder)
        #expect(after.contains("folded        of 3 units it is known how many ended in which way"), "\(after)")
        #expect(!after.contains("troubles") && !after.contains("--all prints them"), "\(after)")
        let json = await CommandStage.output(of: "runs show 1 equities --data-dir bars --json", in: folder)
        #expect(json.contains("\"folded_units\": 3") && json.contains("\"troubles\": []"), "\(json)")
        #expect(!json.contains("\"trouble_count\": 0"), "\(json)")
        let changes = await CommandStage.output(of: "runs changes --since 0 equities --data-dir bars", in: folder)
        #expect(changes.contains("stored") && !changes.contains("folded"), "\(changes)")
        _ = await CommandStage.output(of: "verify equities --full --data-dir bars", in: folder)
        _ = await CommandStage.output(
            of: "coverage equities --prove --data-dir bars", at: "2026-02-12T22:20:00Z", in: folder)
    }
}
