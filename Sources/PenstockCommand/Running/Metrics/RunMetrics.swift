import Archive
import Orchestrator
import Tabular

/// How runs went and how their archives stand, as metrics.
struct RunMetrics {
    let runs: [FinishedRun]
    /// Of the runs' archives, after the runs.
    let statuses: [(run: FinishedRun, status: ProviderStatus)]

    var text: String {
        var text = MetricsText()
        // Every line has the job: node_exporter refuses two files that have a metric with the same labels, and each job
        // has its own file.
        text.add(
            "penstock_build_info", "The version that wrote this file.",
            runs.map { (labels(of: $0) + [("version", PenstockVersion.current)], 1) })
        addRuns(to: &text)
        addArchives(to: &text)
        return text.text
    }

    private func addRuns(to text: inout MetricsText) {
        func each(_ value: (RunReport) -> Double) -> [MetricsText.Sample] {
            runs.map { (labels(of: $0), value($0.report)) }
        }
        func each(_ label: String, _ keys: [RunCounts.Key]) -> [MetricsText.Sample] {
            runs.flatMap { run in
                let counts = run.report.counts
                return keys.map { (labels(of: run) + [(label, $0.title)], Double(counts[keyPath: $0.path])) }
            }
        }
        text.add(
            "penstock_last_run_timestamp_seconds", "When the last run of the job ended.",
            each { Self.seconds($0.ended) })
        text.add("penstock_last_run_exit_code", "The exit code of the last run.", each { Double($0.exitCode.number) })
        text.add("penstock_last_run_duration_seconds", "How long the last run took.", each(\.duration))
        text.add(
            "penstock_last_run_units", "Symbols or series that the last run worked on, by result.",
            each("result", RunCounts.keys(in: .units)))
        text.add("penstock_last_run_rows", "Rows of the last run.", each("kind", RunCounts.keys(in: .rows)))
        text.add("penstock_last_run_requests", "Requests of the last run.", each { Double($0.counts.requests) })
        text.add(
            "penstock_last_run_retries", "Requests of the last run that were repeated.",
            each { Double($0.counts.retries) })
        text.add(
            "penstock_last_run_received_bytes", "Bytes of the last run's answers on the wire.",
            each { Double($0.counts.bytes) })
    }

    private func addArchives(to text: inout MetricsText) {
        func each(_ value: (ProviderStatus) -> Double?) -> [MetricsText.Sample] {
            statuses.compactMap { run, status in
                value(status).map { (labels(of: run) + [("provider", status.provider)], $0) }
            }
        }
        text.add(
            "penstock_last_success_timestamp_seconds", "When a run over all of the provider last ended with 0.",
            each { $0.lastSuccess.map(Self.seconds) })
        text.add(
            "penstock_archive_stale", "1 when the provider's data are older than they should be.",
            each { $0.isStale ? 1 : 0 })
        text.add("penstock_archive_rows", "Rows of all series.", each { Double($0.rows) })
        text.add("penstock_archive_gaps", "Holes that are asked for again.", each { Double($0.gapCount) })
        text.add(
            "penstock_archive_series", "Series by how they stand.",
            statuses.flatMap { run, status in
                [
                    ("up_to_date", status.upToDate), ("owed", status.owedCount), ("behind", status.behindCount),
                    ("absent", status.waitingCount),
                    ("retired", status.retired),
                ].map { state, count in
                    (labels(of: run) + [("provider", status.provider), ("state", state)], Double(count))
                }
            })
    }

    private func labels(of run: FinishedRun) -> [(name: String, value: String)] {
        [("job", run.planned.job.name), ("archive", run.report.archive)]
    }

    private static func seconds(_ instant: Instant) -> Double { instant.seconds(since: Instant(seconds: 0)) }
}

/// Prometheus' text format, version 0.0.4: a metric with its help and type, then a line for each set of labels.
private struct MetricsText {
    private(set) var text = ""

    typealias Sample = (labels: [(name: String, value: String)], value: Double)

    /// A metric without a sample is left out.
    mutating func add(_ name: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(sample.value))\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// Whole numbers without a fraction, as people read them.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(describing: value)
    }
}
