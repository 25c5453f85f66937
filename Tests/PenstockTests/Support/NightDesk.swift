import Foundation
import PluginTesting
import TestWorld
import Testing

/// A machine with two archives, a jobs file, the lines of a crontab, a mail server and a web server.
final class NightDesk {
    let market: FakeMarket
    private let venues: FakeVenues
    private let folder: TemporaryFolder
    private let servers: [PythonServer]
    private var now: String
    /// What the last command said on standard error.
    private(set) var said = ""

    var path: String { "\(folder.path)/home" }

    static let start = "2026-11-16T20:30:00Z"
    static let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../AlertingTests/Support").standardizedFileURL.path

    /// Opens one over loopback HTTP.
    static func opened(_ body: (NightDesk) async throws -> Void) async throws {
        let market = FakeMarket(now: start)
        let venues = FakeVenues(.small, now: start)
        try await FakeUpstream.serving(
            { request in
                let isBars = request.target.hasPrefix("/equities")
                let answer = isBars ? market.answer(String(request.target.dropFirst(9))) : nil
                if let answer { return .text(answer.body, status: answer.status, type: answer.type) }
                let other = venues.answer(request.target)
                return .text(other.body, status: other.status, type: other.type)
            }, body: { upstream in try await body(NightDesk(market, venues, upstream)) })
    }

    private init(_ market: FakeMarket, _ venues: FakeVenues, _ upstream: FakeUpstream) throws {
        (self.market, self.venues, now) = (market, venues, Self.start)
        market.list("AAPL", "MSFT")
        folder = try TemporaryFolder("night")
        let python = try #require(TestProgram.python)
        for name in ["mails", "posts"] { try folder.folder(name) }
        let mail = try PythonServer(python: python, script: "\(Self.support)/smtp_server.py", ["\(folder.path)/mails"])
        let web = try PythonServer(python: python, script: "\(Self.support)/web_server.py", ["\(folder.path)/posts"])
        servers = [mail, web]
        try folder.write("home/penstock.yaml", jobs(upstream.base, mail.port, web.port))
        // A program of the machine, first in the path.
        try folder.write("bin/date", "#!/bin/sh\nexec /bin/date -d \"$NIGHT\" \"$@\"\n", mode: 0o755)
    }

    private func jobs(_ base: String, _ mail: Int, _ web: Int) -> String {
        let names = ["gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical"]
        let venues = names.map { "\($0): \(base)/\($0)" }.joined(separator: ", ")
        let bars =
            "providers: equities, upstream: {yahoo: \(base)/equities, sp500: \(base)/equities}, rate-limit-delay: 0"
        let markets = "providers: [polymarket, kalshi], upstream: {\(venues)}, rate-limit-delay: 0"
        return """
            defaults:
              log-dir: data/logs
              keep-logs: 90
            channels:
              mail: {type: email, server: "127.0.0.1:\(mail)", security: none, from: penstock@example.com, to: \
            jane@example.com}
              team: {type: webhook, url: "http://127.0.0.1:\(web)/team"}
              check-bars: {type: ping, url: "http://127.0.0.1:\(web)/check/bars"}
              check-markets: {type: ping, url: "http://127.0.0.1:\(web)/check/markets"}
            jobs:
              first-bars: {command: backfill, symbols: [AAPL, MSFT], start-date: 2026-01-02, \(bars)}
              first-markets: {command: backfill, limit: 20, \(markets)}
              bars:
                {command: update, \(bars), schedule: "0 6 * * 2-6", time-zone: America/New_York, alerts: [mail, team, \
            check-bars]}
              markets:
                {command: update, \(markets), schedule: "17 */6 * * *", time-zone: UTC, alerts: [mail, team, \
            check-markets]}
              watch: {command: status, providers: equities, alerts: [mail]}
            """
    }

    /// The exit codes of the two first jobs.
    func backfill() async throws -> [Int32] {
        var codes: [Int32] = []
        for job in ["first-bars", "first-markets"] { codes.append(try await run("run \(job) --quiet").exitCode) }
        return codes
    }

    func move(to now: String) async throws {
        self.now = now
        market.move(to: now)
        venues.move(to: now)
    }

    /// A command as it is typed at home.
    func run(_ line: String) async throws -> PenstockProcess.Outcome {
        let outcome = try await PenstockProcess(
            line.split(separator: " ").map(String.init), in: path, environment: ["PENSTOCK_NOW": now]
        )
        .wait()
        said = outcome.errors
        return outcome
    }

    /// What cron would mail: the job's line of the printed block, by a shell with nothing but what cron gives,
    /// somewhere else.
    func call(_ job: String, atBoot: Bool = false) async throws -> String {
        let block = try await run("schedule cron --program \(PenstockProcess.executable().path)").output
        let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains("run \(job) ") }
        let line = try #require(lines.first { $0.hasPrefix("@reboot") == atBoot })
        // cron takes the five times away, or the word, and its \% is a %.
        let command = line.split(separator: " ", maxSplits: atBoot ? 1 : 5).last.map(String.init) ?? ""
        let shell = command.replacing("\\%", with: "%").replacing("sleep 60; ", with: "")
        try folder.write("line", shell)
        let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { "LD_LIBRARY_PATH='\($0)' " } ?? ""
        let environment =
            """
            HOME='\(path)' LOGNAME=jane SHELL=/bin/sh PATH='\(folder.path)/bin:/usr/bin:/bin' NIGHT=\(now) \
            PENSTOCK_NOW=\(now) \(libraries)
            """
        let outcome = try await PenstockProcess.shell(
            "env -i \(environment)/bin/sh -c \"$(cat '\(folder.path)/line')\" 2>&1", in: "/")
        return outcome.output
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    /// Logs of runs that begin so.
    func logs(_ stem: String) -> [String] { folder.files(under: "home/data/logs").filter { $0.hasPrefix(stem + "_") } }

    /// Job and exit code of the newest row of the ledger.
    func lastRun(of archive: String) throws -> [String] {
        let cells = try text("data/\(archive)/update_summary.csv").split(separator: "\n").last?.split(
            separator: ",", omittingEmptySubsequences: false)
        return [cells?[11], cells?[21]].map { String($0 ?? "?") }
    }

    /// Subjects up to the host's name, in order.
    func mails() throws -> [String] {
        try received("mails").map { mail in
            let headers = mail["headers"] as? [[String]] ?? []
            return String((headers.first { $0[0] == "Subject" }?[1] ?? "?").split(separator: " on ").first ?? "?")
        }
    }

    func mailBodies() throws -> [String] { try received("mails").map { $0["body"] as? String ?? "" } }

    /// Paths of the requests that begin so, in order.
    func posts(_ prefix: String) throws -> [String] {
        try received("posts").compactMap { $0["path"] as? String }.filter { $0.hasPrefix(prefix) }
    }

    private func received(_ name: String) throws -> [[String: Any]] {
        let files = folder.files(under: name).filter { $0.hasSuffix(".json") }
        let numbers = files.compactMap { Int($0.dropLast(5)) }.sorted()
        return try numbers.map { number in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)/\(number).json"))
            return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        }
    }
}

extension NightDesk {
    static let hasMail = TestProgram.mailPython != nil
}
