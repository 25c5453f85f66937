import Foundation
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The quickstart's fixtures, read by the provider of equities as their README says.
@Suite("Equities: the fixtures of the quickstart")
struct FixtureTests {
    private static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../fixtures/equities")
        .standardizedFileURL

    /// Symbol, status and body of an exchange's file.
    private struct Answer {
        let symbol: String
        let status: Int
        let body: String

        init(_ file: URL) throws {
            let parts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n", maxSplits: 2)
            symbol =
                String(file.lastPathComponent.split(separator: ".").first { $0.count > 1 } ?? "")
                + (file.lastPathComponent.contains(".B.") ? ".B" : "")
            status = parts[1].split(separator: "\n")[0].split(separator: " ").last.flatMap { Int($0) } ?? 0
            body = String(parts[2])
        }
    }

    @Test("every answer is read as its README says", arguments: ["backfill", "update"])
    func answers(_ name: String) throws {
        let folder = Self.folder.appendingPathComponent(name)
        let index = try String(contentsOf: folder.appendingPathComponent("exchanges.txt"), encoding: .utf8)
        let now = try #require(Instant(index.dropFirst(5).prefix { $0 != "\n" }))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter {
            $0.pathExtension == "http"
        }
        #expect(files.count >= 11)
        let span = Span(Chart.day("2025-01-02")..<now.dayUTC.adding(1))
        for file in files {
            let answer = try Answer(file)
            let reading = try Reading(
                answer.body, unit: "bars(\(answer.symbol))", span: span, status: answer.status, now: now)
            #expect(reading.content.flags.isEmpty, "\(file.lastPathComponent)")
            guard answer.status == 200 else {
                #expect(
                    ["WICKR", "XQNOPE"].contains(answer.symbol) && reading.content.absence?.code == "unknown_symbol")
                continue
            }
            // The live bar of the running session is dropped, the one after the close is kept.
            #expect(
                reading.rows().last?.prefix(10) == (name == "backfill" ? "2026-02-10" : "2026-02-12"),
                "\(file.lastPathComponent)")
            let isHole = reading.proofsInWords.contains { $0.hasPrefix("2026-01-14 gap null bar") }
            #expect(isHole == (answer.symbol == "VELLM" && name == "backfill"))
            #expect(
                reading.proofsInWords.contains { $0.hasSuffix("empty before listing: first trade on 2025-09-17") }
                    == (answer.symbol == "LATEN"))
        }
    }
}
