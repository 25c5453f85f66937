import Orchestrator
import Words

/// What a quiet run says when it did not end with 0: a mail of cron that is read on a phone. At most nine lines.
struct BriefWording {
    let run: FinishedRun

    var text: String {
        let explanation = RunExplanation(run)
        let report = run.report
        var lines = [
            "\(run.planned.job.name): exit \(report.exitCode.number), \(Remedy.meaning(of: report.exitCode))",
            line("what", explanation.what),
        ]
        lines += explanation.why.enumerated().map { line($0.offset == 0 ? "why" : "", $0.element) }
        lines.append(line("do", explanation.remedy.replacing("\n", with: " ")))
        lines.append(line("archive", report.archive + (report.run > 0 ? ", run \(report.run)" : "")))
        lines.append(line("log", run.log))
        return lines.joined(separator: "\n")
    }

    private func line(_ name: String, _ value: String) -> String { "  \(name.column(9))\(value)" }
}
