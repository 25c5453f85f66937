/// Whether a request that failed is made again in time: where a large share of the last fetches failed for good although others succeed, tries
/// and their waits are of no use, and each is asked once. A circuit for retries, by counts; a pure value.
public struct FailureShare: Sendable, Hashable {
    /// So many fetches are looked at.
    public static let window = 40
    /// So many of them that failed for good open it, where they are a fifth of those that were seen.
    public static let least = 8
    /// With so few it is closed again.
    public static let few = 2

    private var recent: [Bool] = []
    public private(set) var isOpen = false

    public init() {}

    /// A fetch has ended. True when this one opened it.
    /// - Parameter well: it got an answer, or a status that shows a willing server.
    public mutating func ended(well: Bool) -> Bool {
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
    public var words: String { "\(failed) of the last \(recent.count) fetches failed for good" }

    private var failed: Int { recent.count { !$0 } }
}
