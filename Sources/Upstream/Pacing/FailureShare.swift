/// Whether a request that failed is made again in time: where a large share of the last fetches failed for good
/// although others succeed, tries and their waits are of no use, and each is asked once. A circuit for retries, by
/// counts; a pure value.
package struct FailureShare: Sendable, Hashable {
    /// So many fetches are looked at.
    package static let window = 40
    /// So many of them that failed for good open it, where they are a fifth of those that were seen.
    package static let least = 8
    /// With so few it is closed again.
    package static let few = 2

    private var recent: [Bool] = []
    package private(set) var isOpen = false

    package init() {}

    /// A fetch has ended. True when this one opened it.
    /// - Parameter well: it got an answer, or a status that shows a willing server.
    package mutating func ended(well: Bool) -> Bool {
        recent.append(well)
        if recent.count > Self.window { recent.removeFirst() }
        let failed = failed
        if isOpen {
            isOpen = failed > Self.few
            return false
        }
        isOpen = failed >= Self.least && failed * 5 >= recent.count
        return isOpen
    }

    /// `8 of the last 31 fetches failed for good`
    package var words: String { "\(failed) of the last \(recent.count) fetches failed for good" }

    private var failed: Int { recent.count { !$0 } }
}
