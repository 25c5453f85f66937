import Foundation
import TestWorld
import Testing

/// The program itself under a pseudo terminal.
@Suite("On a terminal")
struct TerminalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("terminal") }

    /// A terminal of so many columns around a line, and what it was sent.
    private static let pty = """
        import fcntl, os, pty, struct, sys, termios
        child, terminal = pty.fork()
        if child == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
            os.execv(sys.argv[2], sys.argv[2:])
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            sys.stdout.buffer.write(data)
        sys.stdout.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """

    private func run(_ line: String, columns: Int?, environment: [String: String] = [:]) async throws
        -> PenstockProcess.Outcome
    {
        let python = try #require(TestProgram.python, "python3 is needed")
        try folder.write("terminal.py", Self.pty)
        let program = "'\(try PenstockProcess.executable().path)' \(line)"
        let whole = columns.map { "'\(python.path)' terminal.py \($0) \(program)" } ?? program
        let common = ["PENSTOCK_NOW": "2026-02-11T18:10:00Z", "TERM": "xterm", "NO_COLOR": ""]
        return try await PenstockProcess.shell(whole, in: folder.path, environment: common.merging(environment) { $1 })
    }

    /// Without how long ago something was: it is another time each time.
    private func lines(_ outcome: PenstockProcess.Outcome) -> [String] {
        outcome.output.replacing("\r\n", with: "\n").replacing(/[\d.]+( min [\d.]+)? (s|min)\s+ago/, with: "N ago")
            .split(separator: "\n").map(String.init)
    }

    @Test("80 columns, colours, NO_COLOR, TERM=dumb, and a pipe in which nothing of it is")
    func looks() async throws {
        let answers = #filePath.replacing(
            "/Tests/PenstockTests/TerminalTests.swift", with: "/fixtures/equities/backfill")
        let filled = try await run(
            "backfill equities --symbols KESTL,VELLM --start-date 2025-01-02 --replay '\(answers)' --quiet",
            columns: nil)
        #expect([0, 10].contains(filled.exitCode), "\(filled.output)\(filled.errors)")
        let piped = try await run("status", columns: nil)
        let plain = lines(piped)
        #expect(!piped.output.contains("\u{1B}") && plain.contains { $0.count > 80 }, "\(piped.output)")

        let coloured = try await run("status", columns: 80)
        #expect(coloured.exitCode == piped.exitCode)
        #expect(coloured.output.contains("equities: \u{1B}["), "\(coloured.output)")
        for quiet in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            let outcome = try await run("status", columns: 80, environment: quiet)
            #expect(!outcome.output.contains("\u{1B}"))
            #expect(
                lines(outcome).allSatisfy { $0.count <= 80 || !$0.dropFirst(16).contains(" ") }, "\(outcome.output)")
            #expect(
                lines(outcome).joined(separator: " ").split(separator: " ")
                    == plain.joined(separator: " ").split(separator: " "))
        }
        let wide = try await run("status", columns: 400, environment: ["NO_COLOR": "1"])
        #expect(lines(wide) == plain)
        let json = try await run("status --json", columns: 80)
        let same = try await run("status --json", columns: nil)
        func withoutNumbers(_ outcome: PenstockProcess.Outcome) -> [String] {
            lines(outcome).map { $0.replacing(/[\d.:]+/, with: "N") }
        }
        #expect(withoutNumbers(json) == withoutNumbers(same), "\(json.output)")
    }
}
