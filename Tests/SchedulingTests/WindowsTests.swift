import Foundation
import TestGolden
import TestWorld
import Testing

@testable import Scheduling

/// What Windows' Task Scheduler is given: tasks of its schema, triggers in UTC, and the wrapper.
@Suite struct WindowsTests {
    private func task(_ expression: String = "0 6 * * 2-6", zone: String = "America/New_York") throws -> WindowsTask {
        var job = try ScheduledJob(
            name: "nightly", summary: "Daily <bars> & more", schedule: Schedule(expression, zone: zone),
            arguments: ["/usr/local/bin/penstock", "run", "a b", "it's", "100%"], directory: "/home/me/my data",
            logDirectory: "/home/me/logs")
        job.jitter = 300
        return try WindowsTask(
            job, on: Samples.host("America/New_York"), distribution: "Ubuntu-24.04",
            wrapperFolder: "C:\\Users\\me\\penstock")
    }

    @Test(
        .enabled(if: Tool.xmllint.isWanted, "xmllint is not installed"),
        arguments: [
            "0 6 * * 2-6", "17 */6 * * *", "0 3 1 * *", "0 3 1 3 MON", "0 3 1,31 * SUN", "0 3 * 1-6 *",
            "*/30 * * * 1-5", "30 2 * * *",
        ])
    func theTaskFollowsTheSchema(expression: String) throws {
        let folder = try TemporaryFolder()
        let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("task.xsd").path
        for (zone, isDirect) in [("America/New_York", true), ("America/New_York", false), ("Asia/Tokyo", false)] {
            var task = try task(expression, zone: zone)
            task.callsWrapper = !isDirect
            let artefact = try task.artefacts()[0]
            #expect(artefact.bytes.starts(with: [0xFF, 0xFE, 0x3C, 0x00]))
            func lint(_ bytes: [UInt8]) throws -> Tool.Answer {
                try Tool.xmllint.run(["--noout", "--schema", schema, try folder.write("task.xml", bytes)])
            }
            let good = try lint(artefact.bytes)
            #expect(good.status == 0, "\(good.errors)\(artefact.text)")
            for (from, to) in [
                ("IgnoreNew", "Ignore"), ("LeastPrivilege", "Least"), ("<Enabled>true", "<Enabled>yes"), ("T0", "X0"),
                ("PT6H", "6h"),
                ("<StartBoundary>", "<Start>"), ("<Command>", "<Program>"),
                ("Context=\"Author\"", "Context=\"Nobody\""),
                ("version=\"1.2\"", "version=\"2\""),
            ] where artefact.text.contains(from) {
                let broken = artefact.text.replacingOccurrences(of: from, with: to)
                #expect(try lint(WindowsText.utf16(broken)).status != 0, "\(from) as \(to)")
            }
            // UTF-8 under a declaration that says UTF-16.
            #expect(try lint(Array(artefact.text.utf8)).status != 0)
        }
    }

    @Test func triggersAreInUTCAtEveryDistanceOfTheZone() throws {
        var lines: [String] = []
        for (expression, zone) in [
            ("0 6 * * 2-6", "America/New_York"), ("17 */6 * * *", "UTC"), ("*/10 9-18 * * 1-5", "America/New_York"),
            ("0 3 1 3 MON", "Asia/Kolkata"), ("0 6,18 * * *", "Europe/Berlin"),
        ] {
            let task = try task(expression, zone: zone)
            lines.append("\(expression) \(zone)")
            lines += task.triggers.flatMap { $0.xml(randomDelay: 90) }
            // What zone the machine is in changes nothing.
            let elsewhere = try WindowsTask(
                task.job, on: Samples.host("Asia/Tokyo"), distribution: "Ubuntu-24.04",
                wrapperFolder: "C:\\Users\\me\\penstock")
            let (one, other) = (try task.artefacts(), try elsewhere.artefacts())
            #expect(elsewhere.triggers == task.triggers && one == other)
        }
        expectGolden(lines.joined(separator: "\n"), "windows-triggers")
    }

    /// The script of the condition, by the host's own sh and GNU date, on a clock that the test sets.
    @Test(
        .enabled(if: Self.hasGNUDate, "GNU date is not installed"),
        arguments: [
            ("0 6 * * 2-6", "2026-11-24T11:00:00Z", "2026-11-24T06:00"),
            ("0 6 * * 2-6", "2026-11-24T10:59:00Z", "2026-11-21T06:00"),
            // Two days late is made up for; in summer the hour is another one.
            ("0 6 * * 2-6", "2026-11-30T15:00:00Z", "2026-11-28T06:00"),
            ("0 6 * * *", "2026-07-01T10:00:00Z", "2026-07-01T06:00"),
            // A time that is skipped, and one that is shown twice.
            ("30 2 * * *", "2027-03-14T07:30:00Z", "2027-03-14T02:30"),
            ("30 1 * * *", "2026-11-01T05:30:00Z", "2026-11-01T01:30"),
            ("30 1 * * *", "2026-11-01T06:30:00Z", "2026-11-01T01:30"),
            ("5 4 29 2 *", "2026-11-24T11:00:00Z", "2024-02-29T04:05"),
            ("0,30 9-18 1,15 3 MON", "2026-11-24T11:00:00Z", "2026-03-30T18:30"),
        ])
    func theConditionFindsTheNewestTimeThatHasCome(expression: String, now: String, slot: String) throws {
        let folder = try TemporaryFolder()
        let bin = folder.path + "/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        let script = """
            #!/bin/sh
            if [ "$1" = -d ]; then exec \(Self.date) -d "$(\(Self.date) -d "$NOW" +%F) $2" "$3"; fi
            exec \(Self.date) -d "$NOW" "$@"
            """
        _ = FileManager.default.createFile(
            atPath: bin + "/date", contents: Data(script.utf8), attributes: [.posixPermissions: 0o755])
        let started = folder.path + "/a b/.started"
        func start() throws -> String {
            let shell = SlotGuard(schedule: try Schedule(expression, zone: "America/New_York")).shell
            #expect(!shell.contains("\"") && !shell.contains("\\"))
            let answer = try Tool.run(
                ["/bin/sh", "-c", shell, "penstock", started, "/usr/bin/printf", "<%s>", "a  b", "it's", "*"],
                environment: ["PATH": bin + ":/usr/bin:/bin", "NOW": now])
            #expect(answer.status == 0 && answer.errors == "", "\(answer.errors)")
            return answer.output
        }
        #expect(try start() == "<a  b><it's><*>")
        #expect(try String(contentsOfFile: started, encoding: .utf8) == slot + "\n")
        #expect(try start() == "", "once for each time")
        // Where the time cannot be told the job runs, every time: nothing ends with 0 for ever.
        _ = FileManager.default.createFile(
            atPath: bin + "/date", contents: Data("#!/bin/sh\nexit 1\n".utf8), attributes: [.posixPermissions: 0o755])
        #expect(try start() == "<a  b><it's><*>")
        #expect(try start() == "<a  b><it's><*>")
    }

    private static let date =
        ["/usr/bin/date", "/bin/date"].first(where: FileManager.default.isExecutableFile) ?? "date"
    private static let hasGNUDate = (try? Tool.run([date, "-d", "12:00 3 days ago", "+%F"]).status) == 0

    @Test func onlyWhatAsksNeedsANetwork() throws {
        func network(_ arguments: [String]) throws -> Bool {
            let task = try WindowsTask(
                Samples.job(arguments: arguments), on: Samples.host("UTC"), distribution: "U",
                wrapperFolder: "C:\\penstock")
            return try task.artefacts()[0].text.contains("<RunOnlyIfNetworkAvailable>true<")
        }
        #expect(try network(["run", "nightly"]) && network(["update", "equities"]))
        #expect(try !network(["verify", "equities"]) && !network(["status"]))
    }

    /// By the rules of CommandLineToArgvW, as its documentation gives them.
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("a b", "\"a b\""), ("C:\\dir\\", "C:\\dir\\"),
        ("C:\\a dir\\", "\"C:\\a dir\\\\\""),
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

    @Test(arguments: [
        ("a", "'a'"), ("it's", "'it''s'"), ("$env:X `n \"q\"", "'$env:X `n \"q\"'"), ("\u{2019}", "'\u{2019}\u{2019}'"),
    ])
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
        attempt { _ = try task("0-4,6-24,26-50,52-58 0-22 * * *").artefacts() }
        attempt {
            _ = try WindowsTask(Samples.job(), on: Samples.host("UTC"), distribution: "U", wrapperFolder: "penstock")
        }
        attempt {
            _ = try WindowsTask(
                Samples.job(arguments: ["a\\b"]), on: Samples.host("UTC"), distribution: "U",
                wrapperFolder: "C:\\penstock")
        }
        expectGolden(messages.joined(separator: "\n"), "windows-errors")
    }
}
