/// How a listing is cut into pages, with the faults of its upstream.
struct VenuePages {
    let faults: VenueFaults
    /// How often cursors have been forgotten.
    let epoch: Int
    /// The number of the request.
    let nonce: Int

    enum Start {
        case page(VenueCursor)
        /// No rows now; go on with this.
        case empty(next: String)
        /// Not a cursor of this walk, or a forgotten one.
        case refused
    }

    /// The page that a request asks for. `first` is where a walk begins; `binding`: what a cursor must have been made
    /// for.
    func start(cursor text: String?, limit: Int, first: Int, binding: String = "") -> Start {
        let size = max(1, min(limit, faults.clampsLimitTo ?? limit))
        guard let text, !faults.ignoresCursor else {
            return .page(
                VenueCursor(
                    position: first, page: 1, before: first, limit: size, epoch: epoch, nonce: 0, binding: binding))
        }
        guard var cursor = VenueCursor(text), cursor.epoch == epoch, cursor.binding == binding else { return .refused }
        if faults.emptyPageWithLiveCursor, !cursor.passedEmpty {
            cursor.passedEmpty = true
            return .empty(next: cursor.text)
        }
        if faults.repeatsPage == cursor.page { cursor.position = cursor.before }
        if cursor.limit == 0 { cursor.limit = size }
        return .page(cursor)
    }

    /// The cursor behind a page; nil at the end. `position` is where the next page begins, nil when there is nothing
    /// more.
    func next(after page: VenueCursor, position: Int?, asked: String?, keepsLimit: Bool = false) -> String? {
        guard let position else { return faults.staleCursor ? asked : nil }
        var next = page
        next.before = page.position
        next.position = position
        next.page = faults.ignoresCursor ? 2 : page.page + 1
        next.nonce = faults.ignoresCursor ? nonce : 0
        next.passedEmpty = false
        if !keepsLimit { next.limit = 0 }
        return next.text
    }
}
