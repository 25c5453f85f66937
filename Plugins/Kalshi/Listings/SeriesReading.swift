import LosslessJSON
import PluginKit
import Tabular

/// All series, in one body of some 18 MB; later only those that changed.
enum SeriesReading {
    /// The two clocks need not agree.
    private static let overlap: Int64 = 86_400

    static func request(for fetch: Fetch<Kalshi>) -> Request {
        let since = fetch.purpose == .extend ? fetch.note?.read.map { $0.adding(seconds: -overlap).seconds } : nil
        return Request(
            Tier.live.upstream, path: "/series", query: since.map { [.init("min_updated_ts", String($0))] } ?? [],
            answerStatuses: [400])
    }

    static func read(_ response: Response, for fetch: Fetch<Kalshi>, into page: inout Page<Kalshi>) throws {
        let list = try KalshiAnswer.root(response).member("series")
        var isWhole = true
        // Where nothing changed there may be null for the list.
        if !list.isNull || fetch.note?.read == nil {
            isWhole = try page.append(
                list.elements, by: SeriesList.plan, rules: [SeriesList.plan.member("ticker").path: "P1"])
        }
        var note = fetch.note ?? KalshiNote()
        // A series that could not be read is asked for again.
        if isWhole || note.read == nil { note.read = Instant(seconds: fetch.now.seconds) }
        try page.note(note)
    }
}
