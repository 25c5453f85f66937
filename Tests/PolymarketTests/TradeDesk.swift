import PluginKit

/// A data API with a tape of fills: version 2 by cursors, version 1 by windows and offsets.
struct TradeDesk {
    /// Newest first.
    var tape: [FillJSON]
    var pageSize = 3
    /// Version 2 has nothing that is older.
    var boundary: Int64 = 0
    var hasNew = true
    var hasOld = true
    /// Version 1 gives the page behind this offset for every deeper one.
    var repeatsFrom: Int?

    func answer(_ request: Request) -> (status: Int, body: String) {
        let values = Dictionary(uniqueKeysWithValues: request.query.map { ($0.name, $0.value) })
        if request.path == "/v2/trades" {
            guard hasNew else { return (404, #"{"error":"not found","code":"not_found"}"#) }
            let feed = tape.filter { $0.second >= boundary }
            let start = values["cursor"].flatMap { Int($0) } ?? 0
            let page = Array(feed.dropFirst(start).prefix(pageSize))
            return (200, FillJSON.new(page, next: start + page.count < feed.count ? String(start + page.count) : nil))
        }
        guard hasOld else { return (410, #"{"error":"gone"}"#) }
        let offset = values["offset"].flatMap { Int($0) } ?? 0
        guard offset <= 10_000 else { return (400, #"{"error":"max historical trades offset of 10000 exceeded"}"#) }
        let (start, end) = (values["start"].flatMap { Int64($0) } ?? 0, values["end"].flatMap { Int64($0) } ?? .max)
        let feed = tape.filter { $0.second >= start && $0.second <= end }
        return (200, FillJSON.old(Array(feed.dropFirst(min(offset, repeatsFrom ?? offset)).prefix(pageSize))))
    }
}
