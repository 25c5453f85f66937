import Archive
import Orchestrator
import PluginKit
import Upstream
import Words

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
        let (troubles, counts) = Self.fresh(report)
        what = report.failure?.message ?? Self.outcome(of: run)
        let waves = report.waves.map { Figures.shortened(TerminalText.safe($0.text), to: 300) }
        let met = report.diagnoses.prefix(2).map {
            Figures.shortened(TerminalText.safe("\($0.said); \($0.cause)"), to: 300)
        }
        why = report.failure == nil ? waves + met + Self.reasons(of: troubles, counts) : []
        remedy =
            Self.ownersWord(on: troubles)
            ?? report.failure.map(\.fix).flatMap { $0.isEmpty ? nil : $0 }
            ?? Self.wayOut(of: report)
            ?? Remedy.text(for: report.exitCode, run: report.run, place: Self.place(run))
    }

    /// Where it is an upstream's fault: what its diagnosis says.
    private static func wayOut(of report: RunReport) -> String? {
        let isOfUpstream = [.partial, .malformed, .unavailable].contains(report.exitCode)
        return isOfUpstream ? report.diagnoses.first.map { "\($0.upstream): \($0.wayOut)" } : nil
    }

    init(_ failure: RunFailure) {
        what = failure.message
        why = []
        remedy = failure.fix.isEmpty ? Remedy.text(for: failure.exitCode, run: 0) : failure.fix
    }

    /// Of a command that is no run: its first lines.
    init(output: String, exitCode: ExitCode) {
        let lines = output.split(separator: "\n").map { SettingText.trimmed($0) }
        // What to do is in it, where the command knew.
        let advice = lines.filter { $0.hasPrefix("do: ") }.map { $0.dropFirst(4) }
        let told = lines.filter { !$0.hasPrefix("do: ") }
        what = told.first ?? "it ended with exit code \(exitCode.number)"
        why = Array(told.dropFirst().prefix(Self.outputLines))
        remedy = advice.isEmpty ? Remedy.text(for: exitCode, run: 0) : advice.joined(separator: "; ")
    }

    /// Where all that is wrong waits for the owner: the command that the first reason ends with.
    private static func ownersWord(on troubles: [UnitReport]) -> String? {
        let commands = troubles.map { $0.reason?.detail.split(separator: "; ").last { $0.hasPrefix("penstock ") } }
        guard let first = commands.first ?? nil, !commands.contains(nil) else { return nil }
        return "look at what is sent; if it is right: \(first.prefix { $0 != ")" })"
    }

    static let outputLines = 12

    /// A cause that was known before is not what this run is about, unless there is no other.
    /// The first of them, and how many there are of each reason.
    private static func fresh(_ report: RunReport) -> ([UnitReport], counts: [String: Int]) {
        let fresh = report.troubles.filter { !$0.isKnown || $0.result == .failed }
        return fresh.isEmpty ? (report.troubles, report.knownReasons) : (fresh, report.freshReasons)
    }

    private static func place(_ run: FinishedRun) -> String {
        ArchiveWording.place(run.report.archive, run.planned.job.providers.map(\.manifest))
    }

    private static func outcome(of run: FinishedRun) -> String {
        let (report, noun) = (run.report, run.planned.noun)
        if report.exitCode == .tryAgain {
            return "stopped with \(Figures.count(report.remaining)) left; what was received is committed"
        }
        var parts: [String] = []
        if report.counts.failed > 0 {
            parts.append("\(Figures.count(report.counts.failed)) of \(noun.counted(report.counts.total)) failed")
        }
        if report.counts.incomplete > 0 { parts.append("\(noun.counted(report.counts.incomplete)) incomplete") }
        parts += AsideWording.news(report)
        let old = report.counts.aside.quarantined - report.counts.aside.newlyQuarantined
        if old > 0 { parts.append("\(Figures.counted(old, "row")) set aside as before") }
        return parts.isEmpty ? "it ended with exit code \(report.exitCode.number)" : parts.joined(separator: ", ")
    }

    private static func reasons(of troubles: [UnitReport], _ counts: [String: Int]) -> [String] {
        var groups: [(code: String, units: [UnitReport])] = []
        for unit in troubles {
            let code = unit.reason?.code ?? "unknown"
            if let index = groups.firstIndex(where: { $0.code == code }) {
                groups[index].units.append(unit)
            } else {
                groups.append((code, [unit]))
            }
        }
        func count(_ code: String, _ units: [UnitReport]) -> Int { max(counts[code] ?? 0, units.count) }
        groups.sort { count($0.code, $0.units) > count($1.code, $1.units) }
        var lines = groups.prefix(reasons).map { group in
            let reason = group.units.first?.reason ?? Reason(group.code)
            let labels = Array(group.units.map(\.label).prefix(names))
            let cause = TerminalText.safe(OutageWording.cause(reason).description)
            return """
                \(AsideWording.names(labels, of: count(group.code, group.units))): \(Figures.shortened(cause, to: 160))
                """
        }
        if groups.count > reasons { lines.append("and \(groups.count - reasons) other reasons") }
        return lines
    }
}
