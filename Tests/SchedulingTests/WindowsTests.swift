import Foundation
import TestGolden
import Testing

@testable import Scheduling

@Suite struct WindowsTests {
    private func task(_ expression: String = "0 6 * * 2-6", zone: String = "America/New_York") throws -> WindowsTask {
        var job = try ScheduledJob(
            name: "nightly", summary: "Daily <bars> & more", schedule: Schedule(expression, zone: zone),
            arguments: ["/usr/local/bin/penstock", "run", "a b", "it's", "100%"], directory: "/home/me/my data",
            logDirectory: "/home/me/logs")
        job.jitter = 300
        return try WindowsTask(
            job, on: Samples.host("America/New_York"), distribution: "Ubuntu-24.04", wrapperFolder: "C:\\Users\\me\\penstock")
    }

    @Test(
        .enabled(if: Tool.xmllint.isWanted, "xmllint is not installed"),
        arguments: [
            "0 6 * * 2-6", "17 */6 * * *", "0 3 1 * *", "0 3 1 3 MON", "0 3 1,31 * SUN", "0 3 * 1-6 *", "*/30 * * * 1-5", "30 2 * * *",
        ])
    func theTaskFollowsTheSchema(expression: String) throws {
        let folder = try Folder()
        let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("task.xsd").path
        for (zone, isDirect) in [("America/New_York", true), ("America/New_York", false), ("Asia/Tokyo", false)] {
            var task = try task(expression, zone: zone)
            task.callsWrapper = !isDirect
            guard zone != "Asia/Tokyo" || expression != "*/30 * * * 1-5" else { continue }
            let artefact = try task.artefacts()[0]
            #expect(artefact.bytes.starts(with: [0xFF, 0xFE, 0x3C, 0x00]))
            func lint(_ bytes: [UInt8]) throws -> Tool.Answer {
                try Tool.xmllint.run(["--noout", "--schema", schema, try folder.write("task.xml", bytes)])
            }
            let good = try lint(artefact.bytes)
            #expect(good.status == 0, "\(good.errors)\(artefact.text)")
            for (from, to) in [
                ("IgnoreNew", "Ignore"), ("LeastPrivilege", "Least"), ("<Enabled>true", "<Enabled>yes"), ("T0", "X0"), ("PT6H", "6h"),
                ("<StartBoundary>", "<Start>"), ("<Command>", "<Program>"), ("Context=\"Author\"", "Context=\"Nobody\""),
                ("version=\"1.2\"", "version=\"2\""),
            ] where artefact.text.contains(from) {
                let broken = artefact.text.replacingOccurrences(of: from, with: to)
                #expect(try lint(WindowsText.utf16(broken)).status != 0, "\(from) as \(to)")
            }
            // UTF-8 under a declaration that says UTF-16.
            #expect(try lint(Array(artefact.text.utf8)).status != 0)
        }
    }

    @Test func triggersAreThoseOfTheExpression() throws {
        var lines: [String] = []
        for expression in ["0 6 * * 2-6", "17 */6 * * *", "0 */6 * * 1-5", "0 3 1 * *", "0 3 1 3 MON", "0 3 * 1-6 *", "0 6,18 * * *"] {
            let plan = HostPlan(try Schedule(expression, zone: "UTC"), on: try Samples.host("UTC"), mindsClocks: true)
            lines.append(expression)
            lines += WindowsTrigger.triggers(plan.parts.flatMap(\.lines), repeats: true).flatMap { $0.xml(randomDelay: 90) }
        }
        expectGolden(lines.joined(separator: "\n"), "windows-triggers")
    }

    /// By the rules of CommandLineToArgvW, as its documentation gives them.
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("a b", "\"a b\""), ("C:\\dir\\", "C:\\dir\\"), ("C:\\a dir\\", "\"C:\\a dir\\\\\""),
        ("say \"hi\"", "\"say \\\"hi\\\"\""), ("a\\\"b", "\"a\\\\\\\"b\""), ("a\tb", "\"a\tb\""), ("it's", "it's"),
    ]) func windowsWords(text: String, word: String) {
        #expect(WindowsText.word(text) == word)
        #expect(Self.argv(word) == [text])
        #expect(Self.argv(WindowsText.words([text, "x", text])) == [text, "x", text])
    }

    /// CommandLineToArgvW for words after the program.
    private static func argv(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var backslashes = 0
        for character in line {
            if character == "\\" {
                backslashes += 1
                continue
            }
            if character == "\"" {
                word = (word ?? "") + String(repeating: "\\", count: backslashes / 2)
                if backslashes % 2 == 1 { word?.append("\"") } else { isQuoted.toggle() }
            } else {
                if backslashes > 0 { word = (word ?? "") + String(repeating: "\\", count: backslashes) }
                if character == " " || character == "\t", !isQuoted {
                    if let done = word { words.append(done) }
                    word = nil
                } else {
                    word = (word ?? "") + String(character)
                }
            }
            backslashes = 0
        }
        if backslashes > 0 { word = (word ?? "") + String(repeating: "\\", count: backslashes) }
        if let word { words.append(word) }
        return words
    }

    @Test(arguments: [("a", "'a'"), ("it's", "'it''s'"), ("$env:X `n \"q\"", "'$env:X `n \"q\"'"), ("\u{2019}", "'\u{2019}\u{2019}'")])
    func powerShellStrings(text: String, quoted: String) {
        #expect(WindowsText.powerShell(text) == quoted)
    }

    @Test func theWrapperIsOfWindows() throws {
        let wrapper = try task().artefacts()[1]
        #expect(wrapper.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(wrapper.text.utf8.filter { $0 == 10 }.count == wrapper.text.utf8.filter { $0 == 13 }.count)
    }

    @Test func whatWindowsCannotCarryIsRefused() throws {
        var messages: [String] = []
        func attempt(_ body: () throws -> Void) {
            do {
                try body()
                Issue.record("taken")
            } catch { messages.append("\(error)") }
        }
        attempt { _ = try task("*/10 9-18 * * *").artefacts() }
        attempt { _ = try WindowsTask(Samples.job(), on: Samples.host("UTC"), distribution: "U", wrapperFolder: "penstock") }
        attempt {
            _ = try WindowsTask(Samples.job(arguments: ["a\\b"]), on: Samples.host("UTC"), distribution: "U", wrapperFolder: "C:\\penstock")
        }
        expectGolden(messages.joined(separator: "\n"), "windows-errors")
    }
}
