import Orchestrator
import PluginKit

/// What went wrong in a run, why, and what to do: for the mail of cron, and for alerts. Short, whatever the run was.
struct RunExplanation {
    let what: String
    /// The commonest reasons, most units first.
    let why: [String]
    let remedy: String

    static let reasons = 3
    static let names = 5

    init(_ run: FinishedRun) {
        let report = run.report
        let troubles = Self.fresh(report.troubles)
        what = report.failure?.message ?? Self.outcome(of: run)
        let waves = report.waves.map { Figures.shortened(TerminalText.safe($0.text), to: 300) }
        why = report.failure == nil ? waves + Self.reasons(of: troubles) : []
        remedy =
            Self.ownersWord(on: troubles)
            ?? report.failure.map(\.fix).flatMap { $0.isEmpty ? nil : $0 }
            ?? Remedy.text(for: report.exitCode, run: report.run, place: Self.place(run))
    }

    init(_ failure: RunFailure) {
        what = failure.message
        why = []
        remedy = failure.fix.isEmpty ? Remedy.text(for: failure.exitCode, run: 0) : failure.fix
    }

    /// Of a command that is no run: its first lines.
    init(output: String, exitCode: ExitCode) {
        let lines = output.split(separator: "\n").map { SettingText.trimmed($0) }
        what = lines.first ?? "it ended with exit code \(exitCode.number)"
        why = Array(lines.dropFirst().prefix(Self.outputLines))
        remedy = Remedy.text(for: exitCode, run: 0)
    }

    /// Where all that is wrong waits for the owner: the command that the first reason ends with.
    private static func ownersWord(on troubles: [UnitReport]) -> String? {
        let commands = troubles.map { $0.reason?.detail.split(separator: "; ").last { $0.hasPrefix("penstock ") } }
        guard let first = commands.first ?? nil, !commands.contains(nil) else { return nil }
        return "look at what is sent; if it is right: \(first.prefix { $0 != ")" })"
    }

    static let outputLines = 12

    /// A cause that was known before is not what this run is about, unless there is no other.
    private static func fresh(_ troubles: [UnitReport]) -> [UnitReport] {
        let fresh = troubles.filter { !$0.isKnown || $0.result == .failed }
        return fresh.isEmpty ? troubles : fresh
    }

    private static func place(_ run: FinishedRun) -> String {
        let archive = run.report.archive
        let isDefault = run.planned.job.providers.contains { archive.hasSuffix("/" + $0.manifest.defaultArchive) }
        return isDefault ? "" : " --data-dir \(archive)"
    }

    private static func outcome(of run: FinishedRun) -> String {
        let report = run.report
        if report.exitCode == .tryAgain { return "stopped with \(Figures.count(report.remaining)) left; what was received is committed" }
        var parts: [String] = []
        if report.failed > 0 { parts.append("\(Figures.count(report.failed)) of \(counted(report.total, run)) failed") }
        if report.rowsQuarantined > 0 { parts.append("\(Figures.counted(report.rowsQuarantined, "row", "rows")) quarantined") }
        let incomplete = report.troubles.count { $0.result == .incomplete }
        if incomplete > 0 { parts.append("\(counted(incomplete, run)) incomplete") }
        return parts.isEmpty ? "it ended with exit code \(report.exitCode.number)" : parts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ run: FinishedRun) -> String {
        Figures.counted(count, run.planned.noun.singular, run.planned.noun.plural)
    }

    private static func reasons(of troubles: [UnitReport]) -> [String] {
        var groups: [(code: String, units: [UnitReport])] = []
        for unit in troubles {
            let code = unit.reason?.code ?? "unknown"
            if let index = groups.firstIndex(where: { $0.code == code }) {
                groups[index].units.append(unit)
            } else {
                groups.append((code, [unit]))
            }
        }
        groups.sort { $0.units.count > $1.units.count }
        var lines = groups.prefix(reasons).map { group in
            let reason = group.units.first?.reason ?? Reason(group.code)
            return
                "\(Figures.names(group.units.map(\.label), upTo: names)): \(Figures.shortened(TerminalText.safe(reason.description), to: 160))"
        }
        if groups.count > reasons { lines.append("and \(groups.count - reasons) other reasons") }
        return lines
    }
}
