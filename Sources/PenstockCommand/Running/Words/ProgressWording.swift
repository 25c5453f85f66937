import Archive
import PluginKit
import Tabular
import Upstream
import Words

/// How far a run is.
enum ProgressWording {
    /// `212/501 symbols 267,120 rows 1,204 rows/s 3 failed 2 retries yahoo waits 0.5 s a request about 2 min left`.
    static func terminal(
        _ totals: RunTotals, _ counts: [String: UpstreamCounts] = [:], noun: ProviderManifest.Noun, seconds: Double
    ) -> String {
        var parts = [
            "\(Figures.count(totals.counts.total))/\(Figures.count(totals.planned)) \(noun.plural)",
            Figures.counted(totals.counts.stored, "row"),
        ]
        if seconds >= 1 { parts.append("\(Figures.count(Int(Double(totals.counts.stored) / seconds))) rows/s") }
        if totals.counts.failed > 0 { parts.append("\(Figures.count(totals.counts.failed)) failed") }
        let retries = counts.values.reduce(0) { $0 + $1.retries }
        if retries > 0 { parts.append(Figures.counted(retries, "retry", "retries")) }
        let waits = counts.mapValues { $0.secondsWaited / Double(max(1, $0.requests)) }
        if let slowest = waits.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), slowest.value >= 0.05 {
            parts.append("\(slowest.key) waits \(Figures.duration(slowest.value)) a request")
        }
        let left = totals.planned - totals.counts.total
        if totals.counts.total > 0, left > 0, seconds >= 1 {
            parts.append(
                "about \(Figures.duration((seconds / Double(totals.counts.total) * Double(left)).rounded(.up))) left")
        }
        return parts.joined(separator: "  ")
    }

    /// A line of a log that somebody else keeps (cron).
    static func plain(_ totals: RunTotals, noun: ProviderManifest.Noun) -> String {
        "\(Figures.count(totals.counts.total)) of \(Figures.count(totals.planned)) \(noun.plural), "
            + "\(Figures.counted(totals.counts.stored, "row"))"
            + (totals.counts.failed > 0 ? ", \(Figures.count(totals.counts.failed)) failed" : "")
    }

    static func resumed(now: Instant, remaining: Int, done: Int, noun: ProviderManifest.Noun) -> String {
        "continuing the run of \(now): \(Figures.count(done)) done before, \(Figures.count(remaining)) left"
    }
}
