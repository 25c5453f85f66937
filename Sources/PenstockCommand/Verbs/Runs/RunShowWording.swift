import Archive
import PluginKit
import Tabular
import Words

/// One run of the ledger, for people.
struct RunShowWording {
    let archive: String
    let account: RunAccount

    var text: String {
        let run = account.run
        var lines = ["run \(run.id): \(run.job)", line("archive", archive)]
        lines += facts.map(line)
        lines += Section("troubles", account.troubles.map(Self.trouble), of: account.troubleCount).lines
        lines += Section("restated", account.restated.map(Self.restated), of: account.restatedCount).lines
        lines += Section("quarantined", account.quarantined.map(quarantined), of: account.quarantinedCount).lines
        return lines.joined(separator: "\n")
    }

    private var facts: [(String, String)] {
        let (run, counts) = (account.run, account.run.counts)
        var facts = [
            ("state", state), ("started", run.started.text()),
            (
                "ended",
                run.ended.map { "\($0.text()), after \(Figures.duration($0.seconds(since: run.started)))" } ?? "not"
            ),
            ("planned for", run.now.text()),
            ("providers", run.providers.isEmpty ? "none" : run.providers.joined(separator: ", ")),
            (
                "counted",
                "\(Figures.count(counts.total)): \(Figures.count(counts.success)) succeeded, "
                    + "\(Figures.count(counts.failed)) failed"
                    + (counts.successRate.map { " (\(Figures.tenths($0))%)" } ?? "")
            ),
            (
                "rows",
                """
                \(Figures.count(counts.stored)) stored, \(Figures.count(counts.revised)) corrected, \
                \(Figures.count(counts.aside.quarantined)) set aside; \
                \(Figures.counted(counts.gapsFilled, "gap", "gaps")) filled
                """
            ),
            (
                "asked",
                """
                \(Figures.counted(counts.requests, "request", "requests")), \
                \(Figures.counted(counts.retries, "retry", "retries")), \(Figures.bytes(counts.bytes))
                """
            ),
        ]
        if !account.aside.isEmpty { facts.append(("aside", AsideWording.text(account.aside))) }
        if let markets = run.marketsUpdated {
            facts.append(
                (
                    "markets",
                    "\(Figures.count(markets)) updated, \(Figures.counted(run.pricesUpdated ?? 0, "price", "prices"))"
                ))
        }
        facts += account.upstreams.map { ("upstream", Self.upstream($0)) }
        if let failure = run.failure { facts.append(("failure", TerminalText.safe(failure))) }
        if run.isPartial { facts.append(("partial", "it looked at a part of what the archive follows")) }
        facts.append(("version", run.version))
        return facts
    }

    private var state: String {
        let exit = account.run.exitCode.map { ", exit \($0)" } ?? ""
        return account.run.state.rawValue + exit
    }

    /// `NOPE: absent, unknown symbol: No data found; asked again on 2026-11-25`
    private static func trouble(_ unit: RunUnit) -> String {
        let reason = unit.reason.map { ", \(TerminalText.safe(OutageWording.cause($0).description))" } ?? ""
        let next = unit.isForgotten ? "; forgotten since" : unit.nextTry.map { "; asked again \($0.text())" } ?? ""
        return "\(unit.label): \(unit.outcome)\(reason)\(next)"
    }

    /// `yahoo: query2.finance.yahoo.com answered`
    private static func upstream(_ met: RunUpstream) -> String {
        let host = met.host.map { "\(met.upstream): \($0) answered" }
        let detail = met.detail.map { TerminalText.safe($0) }
        return [host, detail].compactMap { $0 }.joined(separator: "; ")
    }

    static func restated(_ record: RestatementRecord) -> String {
        "\(record.label): \(TerminalText.safe(record.reason.description))"
    }

    private func quarantined(_ unit: RunUnit) -> String {
        """
        \(unit.label): \(Figures.counted(unit.counts.aside.quarantined, "row", "rows")); see penstock quarantine \
        \(unit.provider)
        """
    }

    private func line(_ name: String, _ value: String) -> String { "  " + name.column(14) + value }
}

/// A list in a report: its name before the first line, and how many more there are behind the last.
struct Section {
    let name: String
    let items: [String]
    let count: Int
    /// Where the others are.
    var rest = "--all prints them"

    init(_ name: String, _ items: [String], of count: Int) {
        self.name = name
        self.items = items
        self.count = count
    }

    var lines: [String] {
        var lines = items.enumerated().map { line($0.offset == 0 ? name : "", $0.element) }
        if count > items.count { lines.append(line("", "and \(Figures.count(count - items.count)) more; \(rest)")) }
        return lines
    }

    private func line(_ name: String, _ value: String) -> String { "  " + name.column(14) + value }
}
