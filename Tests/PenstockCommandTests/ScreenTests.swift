import Foundation
import TestGolden
import Testing

@testable import PenstockCommand

/// Lines on a terminal of any width: where they are broken, and what text from outside may do.
@Suite("Lines on a terminal")
struct ScreenTests {
    private func laid(_ text: String, in columns: Int) -> [String] {
        Screen(columns: columns).laid(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("a line that fits stays; a longer one goes on below its text, at 40, 80 and 111 columns")
    func report() {
        let text = """
            equities: up to date
              archive       /home/jane/data/historical
              success rate  50.0%: 1 of the last 2 backfills and updates ended with 0, and that is a long line for any \
            terminal of today
            """
        #expect(
            laid(text, in: 111) == [
                "equities: up to date", "  archive       /home/jane/data/historical",
                """
                  success rate  50.0%: 1 of the last 2 backfills and updates ended with 0, and that is a long line for \
                any
                """,
                "                terminal of today",
            ])
        #expect(
            laid(text, in: 80).suffix(2) == [
                "  success rate  50.0%: 1 of the last 2 backfills and updates ended with 0, and",
                "                that is a long line for any terminal of today",
            ])
        #expect(
            laid(text, in: 40).suffix(5) == [
                "  success rate  50.0%: 1 of the last 2", "                backfills and updates",
                "                ended with 0, and that", "                is a long line for any",
                "                terminal of today",
            ])
        #expect(Screen.plain.laid(text) == text)
    }

    @Test("what goes on is told from the line below it")
    func told() {
        let items = """
              gaps          AAPL 2024-10-15: null bar: Yahoo has null for open, high, low, close, volume
                            BRK.B 2024-11-08: quarantined: rule E6, asked 2 times, again on 2024-11-27, and so on
            """
        #expect(
            laid(items, in: 80) == [
                "  gaps          AAPL 2024-10-15: null bar: Yahoo has null for open, high, low,",
                "                  close, volume",
                "                BRK.B 2024-11-08: quarantined: rule E6, asked 2 times, again on",
                "                  2024-11-27, and so on",
            ])
        let error = "Error: The archive /work/data/historical is not kept as csv\n  leave it away: it is kept as it is"
        #expect(
            laid(error, in: 40) == [
                "Error: The archive /work/data/historical", "       is not kept as csv",
                "  leave it away: it is kept as it is",
            ])
        #expect(laid("one two three four\n  five", in: 10) == ["one two", "    three", "    four", "  five"])
    }

    @Test("a path and a command to type are never cut; where they fit on a line of their own they have it")
    func whole() {
        let path = "/" + String(repeating: "p", count: 70)
        #expect(laid("  log           \(path)", in: 80) == ["  log", "    \(path)"])
        #expect(laid("  log           \(path)\(path)", in: 80) == ["  log           \(path)\(path)"])
        #expect(
            laid(
                """
                NOPE   unknown symbol: No data found; to forget it: penstock forget equities --symbols NOPE; then look
                """,
                in: 80) == [
                    "NOPE   unknown symbol: No data found; to forget it:",
                    "       penstock forget equities --symbols NOPE; then look",
                ])
        // The same without a verb is prose, and broken where it is full.
        #expect(
            laid(
                """
                NOPE   unknown symbol: No data found; to forget it: penstocks forget equities --symbols NOPE; then look
                """,
                in: 80) == [
                    "NOPE   unknown symbol: No data found; to forget it: penstocks forget equities",
                    "       --symbols NOPE; then look",
                ])
        #expect(
            laid("USAGE: penstock x [<provider> ...] [--data-dir <dir>]", in: 40) == [
                "USAGE: penstock x [<provider> ...]", "       [--data-dir <dir>]",
            ])
    }

    @Test("no width is too narrow: every word is there, in its order", arguments: [1, 2, 3, 10, 39, 40, 80, 111, 500])
    func narrow(columns: Int) throws {
        let folder = Screens.folder.replacing("/80", with: "")
        for name in ["status-stale", "coverage", "doctor-unwell", "datasets", "summary-few", "usage"] {
            let text = try String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
            #expect(
                Screen(columns: columns).laid(text).split(whereSeparator: \.isWhitespace)
                    == text.split(whereSeparator: \.isWhitespace))
        }
    }

    @Test("marks above letters take no column, wide letters two")
    func width() {
        #expect(Screen.width(of: "abc") == 3 && Screen.width(of: "e\u{301}é") == 2)
        #expect(
            Screen.width(of: "漢字") == 4 && Screen.width(of: "한") == 2 && Screen.width(of: "😀") == 2
                && Screen.width(of: "—…") == 2)
        #expect(laid("漢字漢字 漢字漢字 漢字", in: 18) == ["漢字漢字 漢字漢字", "  漢字"])
        #expect(Screen.beginning(of: "漢字漢字", in: 5) == "漢字")
    }

    @Test("text from outside cannot do anything: on a terminal no escape sequence is printed but our own")
    func safe() {
        let evil = "  behind        A\u{1B}[2J\u{9B}31m\u{202E}B: STALE"
        let colours = Screen(columns: 80, hasColours: true).laid(evil)
        #expect(colours == "  \u{1B}[1;31mbehind\u{1B}[0m        A\\u{1B}[2J\\u{9B}31m\\u{202E}B: STALE")
        #expect(!Screen(columns: 80).laid(evil).contains("\u{1B}"))
    }

    @Test("every screen fits 80 columns")
    func fits() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Screens.folder).filter { $0.hasSuffix(".txt") }
        #expect(names.count > 25)
        for name in names {
            let broken = Screens.broken(
                try String(contentsOfFile: "\(Screens.folder)/\(name)", encoding: .utf8), in: 80)
            #expect(broken.isEmpty, "\(name): \(broken.joined(separator: "\n"))")
        }
        // The look itself: of what is not laid out it finds some.
        let raw = Screens.folder.replacing("/80", with: "")
        for name in ["status-stale", "coverage", "runs", "datasets", "doctor-unwell", "usage"] {
            #expect(
                !Screens.broken(try String(contentsOfFile: "\(raw)/\(name).txt", encoding: .utf8), in: 80).isEmpty,
                "\(name)")
        }
    }
}

@Suite("What a terminal is")
struct TerminalChoiceTests {
    @Test("its own columns, else COLUMNS, else 80; no terminal has none")
    func columns() {
        let environment = ["COLUMNS": "60", "TERM": "xterm"]
        #expect(Screen(isTerminal: true, size: 111, environment: environment).columns == 111)
        #expect(Screen(isTerminal: true, size: 0, environment: environment).columns == 60)
        #expect(Screen(isTerminal: true, size: nil, environment: ["COLUMNS": "-3"]).columns == 80)
        #expect(Screen(isTerminal: false, size: 111, environment: environment) == .plain)
    }

    @Test(
        "colours only on a terminal that has them and with nobody against it",
        arguments: [
            (true, ["TERM": "xterm"], true), (true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
            (true, ["TERM": "dumb"], false), (true, [:], false), (false, ["TERM": "xterm"], false),
        ] as [(Bool, [String: String], Bool)])
    func colours(isTerminal: Bool, environment: [String: String], hasColours: Bool) {
        #expect(Screen(isTerminal: isTerminal, size: 80, environment: environment).hasColours == hasColours)
    }

    @Test("what is bad, to be looked at and good has its colour, and only where it stands for that")
    func meanings() throws {
        let folder = Screens.folder.replacing("/80", with: "")
        var text = ""
        for name in ["status-stale", "status-fresh", "doctor-well", "summary-few", "summary-stopped"] {
            text += try String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
        }
        text += """
            equities: NOT PROVED: 3 symbols of 4 have holes
            equities: proved: all that is expected is accounted for
            equities: up to date but for 490 gaps of 2026-10-27
            update equities: ended with exit 69
            nightly: exit 10, something newly failed, something succeeded
            /work/data/historical: 2 differences from the record (exit 74)
            /work/data/historical: as recorded
            Error: There is no archive at /work/data/historical
              make it with: penstock backfill equities

            """
        // So that the file can be read: `<red|STALE>`.
        let shown = Screen(columns: 80, hasColours: true).laid(text)
        let plain = shown.replacing(/\u{1B}\[[0-9;]+m/, with: "")
        #expect(plain == Screen(columns: 80).laid(text))
        var readable = shown.replacing("\u{1B}[0m", with: ">")
        for (code, name) in [("1;31", "red"), ("33", "yellow"), ("32", "green"), ("2", "faint")] {
            readable = readable.replacing("\u{1B}[\(code)m", with: "<\(name)|")
        }
        #expect(!readable.contains("\u{1B}"))
        expectGolden(readable, "colours")
        let colours = Screen(columns: 80, hasColours: true)
        #expect(colours.laid("The list says STALE: done") == "The list says STALE: \u{1B}[32mdone\u{1B}[0m")
        for text in ["equities: STALENESS", "  --quiet  done", "It is STALE", "a: doneness"] {
            #expect(colours.laid(text) == text)
        }
    }
}

/// Whole lines typed at a terminal of 80 columns.
@Suite("At a terminal")
struct TypedScreenTests {
    @Test("tables leave out what has no room and say so; JSON and CSV are as in a pipe")
    func typed() async throws {
        let desk = try LookDesk()
        var transcript = ""
        // No line of theirs is broken by the folder's own name, which is another on each machine.
        let lines = ["runs", "quarantine", "forget equities --symbols AAPL"]
        try await desk.typing(screen: Screen(columns: 80)) { type in
            await desk.twoNights(type)
            _ = await type("update equities --symbols MSFT --quiet", 0)
            for line in lines {
                let stage = await type(line, line.hasPrefix("forget") ? 64 : 0)
                transcript += "$ penstock \(line)\n\(stage.output)\(stage.error)\n"
            }
            for line in ["status --json", "coverage --csv", "runs --json"] {
                let document = await type(line, 0).output
                #expect(document.split(separator: "\n").contains { $0.count > 80 }, "\(line): nothing long is in it")
                #expect(!document.contains("\n    \"archive\":\n"))
            }
        }
        expectGolden(desk.steady(transcript), "80/typed")
    }

    @Test("of the table of runs the failures stay longest")
    func tables() {
        let columns = [
            Table.Column(name: "run", cells: ["1", "12"]),
            .init(name: "started", cells: ["2024-11-22T22:00", "x"], narrow: ["22:00", "x"], givesWay: 1),
            .init(name: "failed", cells: ["3", "0"], givesWay: 2),
            .init(name: "cost", cells: ["0.1", "2"], givesWay: 0),
        ]
        let table = Table(columns: columns)
        #expect(
            table.laid(in: nil).lines == [
                "run  started           failed  cost", "1    2024-11-22T22:00  3       0.1",
                "12   x                 0       2",
            ])
        #expect(table.laid(in: 35) == table.laid(in: nil))
        #expect(table.laid(in: 34).lines[1] == "1    2024-11-22T22:00  3" && table.laid(in: 34).leftOut == ["cost"])
        #expect(table.laid(in: 28).lines[1] == "1    22:00    3")
        #expect(
            table.laid(in: 5).lines == ["run  started", "1    22:00", "12   x"]
                && table.laid(in: 5).leftOut == ["cost", "failed"])
    }
}
