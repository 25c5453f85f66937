import TestGolden
import TestWorld
import Testing

@testable import Scheduling

/// A block of jobs in a crontab: put in, changed and taken out among other lines.
@Suite struct CronTabMergeTests {
    private func block(_ name: String = "a", _ expression: String = "0 6 * * *") throws -> Artefact {
        try CronTab.block([Samples.job(expression)], name: name, on: Samples.host("America/New_York"))
    }

    private func merge(_ text: String, _ block: Artefact) throws -> String {
        String(decoding: try CronTab.merge(existing: Array(text.utf8), block: block), as: UTF8.self)
    }

    @Test(arguments: [
        "", "0 1 * * * mine\n", "# x\r\n0 1 * * * mine\r\n", "MAILTO=me\n\n\n", "0 1 * * * caf\u{e9} \\%\n",
    ])
    func aNewBlockComesLastAndGoesAgain(existing: String) throws {
        let merged = try merge(existing, block())
        #expect(merged == existing + (try block().text))
        #expect(String(decoding: try CronTab.remove(name: "a", from: Array(merged.utf8)), as: UTF8.self) == existing)
        #expect(try merge(merged, block()) == merged)
    }

    @Test func onlyItsOwnBlockChanges() throws {
        let (first, second, changed) = (try block("a"), try block("b"), try block("a", "0 7 * * *"))
        let before = "0 1 * * * mine\n" + first.text + "# between\r\n" + second.text + "0 2 * * * also mine"
        #expect(
            try merge(before, changed) == "0 1 * * * mine\n" + changed.text + "# between\r\n" + second.text
                + "0 2 * * * also mine")
        #expect(try CronTab.block(named: "b", in: Array(before.utf8)) == second.bytes)
    }

    @Test func bytesThatAreNoTextStay() throws {
        let existing: [UInt8] = [0x23, 0xFF, 0xFE, 0x0A]
        #expect(try CronTab.merge(existing: existing, block: block()) == existing + block().bytes)
    }

    @Test func aMissingLastLineEndIsPutIn() throws {
        #expect(try merge("0 1 * * * mine", block()) == "0 1 * * * mine\n" + (try block().text))
    }

    /// An editor of Windows turned the line ends of the whole file.
    @Test func aBlockWithOtherLineEndsIsFound() throws {
        let turned = "x\r\n" + (try block().text.split(separator: "\n").map { $0 + "\r\n" }.joined()) + "y\r\n"
        #expect(try merge(turned, block()) == "x\r\n" + (try block().text) + "y\r\n")
    }

    @Test func brokenMarksAreRefused() throws {
        let text = try block().text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let headless = lines.dropFirst().joined(separator: "\n")
        let endless = lines.dropLast(2).joined(separator: "\n") + "\n"
        var messages: [String] = []
        for broken in [headless, endless, text + text, endless + (try block("b").text)] {
            do {
                _ = try CronTab.merge(existing: Array(broken.utf8), block: try block())
                Issue.record("merged into \(broken)")
            } catch { messages.append("\(error)") }
        }
        expectGolden(messages.joined(separator: "\n"), "crontab-merge-errors")
        #expect(throws: SchedulingError.self) { try CronTab.remove(name: "a", from: Array(endless.utf8)) }
    }

    /// Debian's `crontab -n` reads a file and installs nothing.
    @Test(.enabled(if: Tool.crontab.isWanted, "crontab is not installed")) func cronTakesTheBlock() throws {
        let folder = try TemporaryFolder()
        var jobs = [
            try Samples.job("*/15 1-3 1,15 * SUN"),
            try Samples.job("30 2 * * *", zone: "Australia/Lord_Howe", name: "island"),
        ]
        jobs += try RecommendedJobs(program: "/opt/a b/penstock", directory: "/srv/it's", logDirectory: "/l").better()
            .map(\.job)
        for zone in ["UTC", "America/New_York", "Asia/Kathmandu"] {
            let block = try CronTab.block(jobs, name: "/srv/penstock.yaml", on: Samples.host(zone))
            let file = try folder.write("tab", block.bytes)
            let answer = try Tool.crontab.run(["-n", file])
            #expect(answer.status == 0, "\(answer.errors)\(block.text)")
        }
        let whole = try CronTab.block(jobs, name: "x", on: Samples.host("UTC")).text
        #expect(try Tool.crontab.run(["-n", try folder.write("tab", whole + "0 5 * * * x\n")]).status == 0)
        for broken in [whole + "0 25 * * * x\n", whole + "0 5 * * * x"] {
            #expect(try Tool.crontab.run(["-n", try folder.write("tab", broken)]).status != 0)
        }
    }
}
