import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// Archives that an earlier build has written (Archives/README.md): they are opened, updated, verified and proved.
@Suite("Archives of an earlier build")
struct EarlierBuildTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let fixtures = tests.appendingPathComponent("../../fixtures").standardizedFileURL.path

    private func unpacked() throws -> TemporaryFolder {
        let folder = try TemporaryFolder("earlier")
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = [
            "tar", "-xzf", Self.tests.appendingPathComponent("Archives/2197ae7.tar.gz").path, "-C", folder.path,
        ]
        try tar.run()
        tar.waitUntilExit()
        #expect(tar.terminationStatus == 0)
        return folder
    }

    private func texts(_ folder: TemporaryFolder, _ archive: String, _ ending: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for name in folder.files(under: archive) where name.hasSuffix(ending) && name.contains("/") {
            texts[name] = try folder.text("\(archive)/\(name)")
        }
        return texts
    }

    @Test("bars in csv, csv.gz and SQLite: updated, every row verified, proved, and the same rows as of a new archive")
    func bars() async throws {
        let folder = try unpacked()
        let replay = "--replay \(Self.fixtures)/equities/update"
        let older = await CommandStage.output(of: "verify equities --full --data-dir bars", in: folder, exitCode: 78)
        #expect(older.contains("was written by an older version of this program"), "\(older)")
        let said = await CommandStage.output(of: "update equities --data-dir bars \(replay)", in: folder)
        #expect(said.contains("3 symbols: 3 succeeded, 0 failed"))
        await CommandStage.output(of: "verify equities --full --data-dir bars", in: folder)
        await CommandStage.output(
            of: "coverage equities --prove --data-dir bars", at: "2026-02-12T22:20:00Z", in: folder)
        await CommandStage.output(of: "status equities --data-dir bars", at: "2026-02-12T22:20:00Z", in: folder)
        #expect(folder.files(under: "bars").contains { $0.hasPrefix("archive.db.format") })

        await CommandStage.output(
            of: """
                backfill equities --symbols HOLLW,KESTL,VELLM --start-date 2025-01-02 --data-dir new --replay \
                \(Self.fixtures)/equities/backfill
                """,
            in: folder, exitCode: 10)
        await CommandStage.output(of: "update equities --data-dir new \(replay)", in: folder)
        let (old, new) = (try texts(folder, "bars", ".csv"), try texts(folder, "new", ".csv"))
        #expect(old.count >= 4 && old == new)
        // It kept the dividends in files of the symbols.
        #expect(old["equities/actions.csv"] != nil && !folder.exists("bars/equities/actions"))
    }

    @Test("markets of both venues in csv, csv.gz and SQLite: updated, every row verified, proved")
    func markets() async throws {
        let folder = try unpacked()
        let place = "--data-dir markets"
        let said = await CommandStage.output(
            of: "update polymarket kalshi --limit 3 \(place) --replay \(Self.fixtures)/prediction-markets/update",
            in: folder)
        #expect(said.contains(", 0 failed"))
        await CommandStage.output(of: "verify polymarket kalshi --full \(place)", in: folder)
        await CommandStage.output(
            of: "coverage polymarket kalshi --prove \(place)", at: "2026-11-17T21:40:00Z", in: folder)
        await CommandStage.output(of: "status polymarket kalshi \(place)", at: "2026-11-17T21:40:00Z", in: folder)
    }

    @Test(
        """
        what a clock that was twenty days ahead has recorded is told, read again and over: the record is brought up by \
        the run that reads it
        """
    )
    func ahead() async throws {
        let folder = try unpacked()
        let now = "2026-02-12T22:20:00Z"
        let said = await CommandStage.output(
            of: "update equities --data-dir ahead --replay \(Self.fixtures)/equities/update", in: folder)
        #expect(said.contains("its clock was ahead. 2 units that it worked on were asked for again"), "\(said)")
        await CommandStage.output(of: "coverage equities --prove --data-dir ahead", at: now, in: folder)
        let healed = await CommandStage.output(of: "status equities --data-dir ahead", at: now, in: folder)
        #expect(healed.contains("equities: up to date") && !healed.contains("later than now"))
        #expect(healed.contains("next due      2026-02-13T01:00:00Z"), "\(healed)")
        let idle = await CommandStage.output(
            of: "update equities --data-dir ahead --replay \(Self.fixtures)/equities/update", in: folder)
        #expect(idle.contains("Nothing is due."))
        await CommandStage.output(of: "verify equities --full --data-dir ahead", in: folder)
    }
}
