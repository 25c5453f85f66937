import Orchestrator
import PluginKit
import Tabular

/// How an archive stands.
struct StatusWording {
    let archive: String
    let storage: [String]
    /// Of an archive whose database is not in its directory.
    let outsideDatabase: String?
    let status: ProviderStatus
    /// Who writes the archive at this moment.
    let writer: String?
    let now: Instant

    static let shown = 10

    var text: String {
        var lines = ["\(status.provider): \(verdict)", line("archive", archive)]
        lines += facts.map(line)
        lines += section(
            "behind", status.behind.map { "\($0.label): \($0.last.map { "last \($0), " } ?? "")\(missing($0.missing))" },
            of: status.behindCount)
        lines += section(
            "gaps",
            status.gaps.map {
                "\($0.label) \($0.span): \($0.reason), asked \(Figures.counted($0.tries, "time", "times")), again on \($0.next.dayUTC)"
            }, of: status.gapCount)
        lines += section(
            "waiting", status.waiting.map { "\($0.label): \($0.reason), asked again on \($0.next.dayUTC)" }, of: status.waitingCount)
        return lines.joined(separator: "\n")
    }

    private var verdict: String {
        guard status.lastSuccess != nil else { return "STALE: no run has ended with 0 yet" }
        return status.isStale ? "STALE" : "up to date"
    }

    private var facts: [(String, String)] {
        let units = status.noun.counted(status.units)
        var facts = [
            (
                status.noun.plural,
                "\(units): \(Figures.count(status.upToDate)) up to date, \(Figures.count(status.behindCount)) behind, \(Figures.count(status.waitingCount)) without data"
            ),
            ("rows", Figures.count(status.rows)),
            ("newest", (status.newest ?? "nothing") + (status.expected.map { ", expected \($0)" } ?? "")),
            ("last success", status.lastSuccess.map { "\($0.text()), \(Figures.duration(now.seconds(since: $0))) ago" } ?? "never"),
        ]
        if let subjects = status.subjects {
            facts.insert(
                (subjects.noun.plural, "\(Figures.count(subjects.followed)) followed of \(Figures.count(subjects.known)) known"), at: 0)
        }
        if let run = status.lastRun { facts.append(("last run", about(run))) }
        facts.insert(("storage", storage.joined(separator: ", ")), at: 0)
        if let outsideDatabase { facts.insert(("database", ArchiveWording.outside(outsideDatabase)), at: 0) }
        if let writer { facts.append(("now writing", writer)) }
        if let next = status.nextDue { facts.append(("next due", ExchangeTime(closeAt: next)?.text ?? next.text())) }
        return facts
    }

    private func missing(_ count: Int) -> String {
        status.subjects == nil ? "\(count) missing" : "due \(Figures.counted(count, "day", "days")) ago"
    }

    private func about(_ run: ProviderStatus.LastRun) -> String {
        "\(run.run), \(run.job)" + (run.ended.map { ", ended \($0.text())" } ?? ", not ended") + (run.exitCode.map { ", exit \($0)" } ?? "")
    }

    private func section(_ name: String, _ items: [String], of count: Int) -> [String] {
        var lines = items.prefix(Self.shown).enumerated().map { line($0.offset == 0 ? name : "", $0.element) }
        if count > lines.count { lines.append(line("", "and \(Figures.count(count - lines.count)) more")) }
        return lines
    }

    private func line(_ name: String, _ value: String) -> String { "  " + name.padded(14) + value }
}
