import Foundation
import PluginTesting
import Tabular
import TestWorld

/// A home directory in which a reader follows the guide: the built command, fake upstreams over loopback, and fakes of
/// every program that would touch the machine. What the command sends to other machines comes here, by a libcurl that
/// is preloaded (Tests/CurlStandIn).
final class GuideSandbox {
    /// As in the guide.
    static let home = "/home/jane"
    /// A Tuesday, six in the morning in New York.
    static let now = "2026-11-17T11:00:00Z"
    /// Programs of the machine that the guide names. Here each is a script that notes how it was called, and succeeds.
    static let faked: Set<String> = [
        "free", "journalctl", "launchctl", "loginctl", "pgrep", "plutil", "systemctl", "systemd-analyze", "top",
    ]
    /// Programs that run as they are, the fake `crontab` and `python3` among them, and words of the shell.
    static let real: Set<String> = [
        "cat", "cd", "chmod", "cp", "crontab", "date", "df", "env", "export", "grep", "head", "ls", "mkdir", "flock",
        "penstock", "printf",
        "python3", "sh", "tail", "true", "find",
    ]

    let folder: TemporaryFolder
    private let market: FakeMarket
    private let venues: FakeVenues
    private let upstream: FakeUpstream

    /// Messages, mails and pings for other machines, in order: `POST https/hooks.slack.com/services/...`,
    /// `PUT smtp/smtp.example.org/`.
    var sent: [FakeRequest] { upstream.requests.filter { $0.target.hasPrefix(Self.elsewhere) } }
    private static let elsewhere = "/sent/"

    private init(market: FakeMarket, venues: FakeVenues, upstream: FakeUpstream) throws {
        folder = try TemporaryFolder("guide")
        self.market = market
        self.venues = venues
        self.upstream = upstream
    }

    /// - Parameter status: of what other machines answer.
    static func serving<Result>(elsewhere status: Int = 200, _ body: (GuideSandbox) async throws -> Result) async throws
        -> Result
    {
        let market = FakeMarket(now: now)
        market.list("AAPL", "MSFT", "BRK.B", "^GSPC")
        // A list of the index that is much shorter is refused. The others are young, so that they cost little.
        let letters = "BCDFGHJKLMNPQRSTVWXZ"
        let others =
            letters.flatMap { first in letters.map { "\(first)\($0)Q" } }
            + letters.flatMap { first in letters.prefix(5).map { "\(first)\($0)X" } }
        for symbol in others { market.change(symbol) { $0.listed = FakeMarket.day("2026-11-02") } }
        market.members(["AAPL", "MSFT", "BRK.B"] + others)
        let venues = FakeVenues(.small, now: now)
        venues.keepRequests(false)
        return try await FakeUpstream.serving(
            { request in
                if request.target.hasPrefix(elsewhere) { return .text("", status: status) }
                let isMarket = request.target.hasPrefix("/yahoo/") || request.target.hasPrefix("/sp500/")
                let answer = isMarket ? market.answer(request.target) : venues.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let sandbox = try GuideSandbox(market: market, venues: venues, upstream: upstream)
                try sandbox.prepare()
                return try await body(sandbox)
            })
    }

    private func prepare() throws {
        for name in ["market", ".local/bin", "machine"] {
            try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/.local/bin/penstock", withDestinationPath: PenstockProcess.executable().path)
        let note = "printf '%s %s\\n' \"${0##*/}\" \"$*\" >> '\(folder.path)/machine/calls'\n"
        for name in Self.faked { try program(name, note) }
        try program(
            "crontab",
            """
            case $1 in
                -l) cat '\(folder.path)/machine/table' 2>/dev/null || { echo "no crontab for jane" >&2; exit 1; } ;;
                -) cat > '\(folder.path)/machine/table' ;;
                *) exit 2 ;;
            esac
            """)
        try program("python3", note + Self.python)
    }

    /// The script of the old guide needs pandas; without one, Python only reads it. Without a Python it is noted,
    /// except where all has to be there.
    private static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let python = environment["PENSTOCK_TEST_PYTHON"] ?? "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) || environment["CI"] != nil else { return "" }
        let reading = "import ast, sys; ast.parse(open(sys.argv[1]).read())"
        return
            """
            '\(python)' -c 'import pandas' 2>/dev/null && exec '\(python)' "$@"; exec '\(python)' -c '\(reading)' "$1"
            """
    }

    private func program(_ name: String, _ script: String) throws {
        let path = "\(folder.path)/machine/\(name)"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    /// So many days later.
    func pass(days: Int) {
        venues.move(to: venues.now.adding(days: days))
        market.move(to: venues.now.description)
    }

    /// A file of the guide, below the directory that it works in.
    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: "\(folder.path)/market/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(here(text).utf8).write(to: file)
    }

    func here(_ text: String) -> String { text.replacing(Self.home, with: folder.path) }

    /// What was printed, as the guide would show it.
    func there(_ text: String) throws -> String {
        let program = URL(fileURLWithPath: try PenstockProcess.executable().path).resolvingSymlinksInPath().path
        return text.replacing(program, with: "\(Self.home)/.local/bin/penstock").replacing(folder.path, with: Self.home)
    }

    struct Outcome {
        let command: GuideCommand
        let exitCode: Int32
        let output: String
    }

    /// Runs commands one after the other in one shell, as a reader would type them; what each printed, and its exit
    /// code.
    func run(_ commands: [GuideCommand]) async throws -> [Outcome] {
        let mark = "@@guide@@"
        let script = commands.map { "\(here($0.text))\nprintf '\\n\(mark)%s\\n' \"$?\"\n" }.joined()
        let file = "\(folder.path)/machine/block.sh"
        try Data(script.utf8).write(to: URL(fileURLWithPath: file))
        var environment = [
            "HOME": folder.path, "PATH": "\(folder.path)/machine:\(folder.path)/.local/bin:/usr/bin:/bin",
            "PENSTOCK_NOW": market.now.description,
            "PENSTOCK_RATE_LIMIT_DELAY": "0",
            "LD_PRELOAD": try PenstockProcess.built("libCurlStandIn.so").path, "CURL_STAND_IN": upstream.base,
        ]
        for name in [
            "yahoo", "sp500", "gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical",
        ] {
            environment["PENSTOCK_UPSTREAM_" + name.uppercased().replacing("-", with: "_")] = "\(upstream.base)/\(name)"
        }
        let outcome = try await PenstockProcess.shell(
            "cd market && exec sh '\(file)' 2>&1", in: folder.path, environment: environment)
        let parts = try there(outcome.output).split(separator: mark, omittingEmptySubsequences: false).map(String.init)
        return zip(commands, zip(parts, parts.dropFirst())).map { command, part in
            let output = part.0.drop { $0 != "\n" }
            let isFirst = part.0 == parts[0]
            return Outcome(
                command: command, exitCode: Int32(part.1.prefix { $0.isNumber }) ?? -1,
                output: isFirst ? part.0 : String(output))
        }
    }
}
