import LosslessJSON
import PluginKit

/// What all of Kalshi's listings have in common.
enum ListingPage {
    /// nil: the cursor is no longer accepted, and the page says so. Cursors have no stated lifetime.
    static func root(_ response: Response, for fetch: Fetch<Kalshi>, into page: inout Page<Kalshi>) throws -> JSONValue?
    {
        if fetch.cursor != nil, case .refused(let words) = try KalshiAnswer(response) {
            page.end = .restart(Reason("cursor_refused", words))
            return nil
        }
        return try KalshiAnswer.root(response)
    }

    /// Only an empty or a missing cursor is the end: a page without rows may have more behind it.
    static func end(_ root: JSONValue) throws -> PageEnd<KalshiCursor> {
        try root.nextCursor.map { .more(.page($0)) } ?? .done
    }
}
