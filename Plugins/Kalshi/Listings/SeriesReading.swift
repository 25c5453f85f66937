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
        let list = try Answer.root(response).member("series")
        // Where nothing changed there may be null for the list.
        if !list.isNull || fetch.note?.read == nil {
            try page.rows(of: SeriesList.dataset) { builder in
                for series in try list.elements { try VenueRow(series).append(to: &builder) }
            }
        }
        var note = fetch.note ?? KalshiNote()
        note.read = Instant(seconds: fetch.now.seconds)
        try page.note(note)
    }
}
