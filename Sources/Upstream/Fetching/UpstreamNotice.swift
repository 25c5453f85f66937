/// Something that happens during a fetch and that a log should show; the fetch goes on, or fails with an error of its
/// own.
package enum UpstreamNotice: Sendable, CustomStringConvertible {
    /// The whole upstream is left alone for so many seconds.
    case paused(UpstreamError, seconds: Double)
    /// The same request will be made again after so many seconds.
    case retrying(UpstreamError, seconds: Double)
    /// The upstream is not asked any more in this run.
    case givenUp(upstream: String, reason: String)
    /// The upstream's other host is asked instead, because of what the first was met with.
    case moved(UpstreamError, to: String)
    /// What fails is not asked for again as long as so much fails.
    case asksOnce(upstream: String, reason: String)

    package var description: String {
        switch self {
        case .paused(let error, let seconds):
            "\(error.upstream) is left alone for \(Self.text(seconds)) s: \(error.message)"
        case .retrying(let error, let seconds): "again in \(Self.text(seconds)) s: \(error.message)"
        case .givenUp(let upstream, let reason): "\(upstream) is not asked any more in this run: \(reason)"
        case .moved(let error, let host): "\(error.upstream): \(host) is asked instead: \(error.message)"
        case .asksOnce(let upstream, let reason): "\(upstream) is asked once for each from now on: \(reason)"
        }
    }

    private static func text(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
