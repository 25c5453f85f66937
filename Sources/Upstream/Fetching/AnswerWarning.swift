/// Something about an answer that its reader should know and that is no error.
public enum AnswerWarning: Hashable, Sendable, CustomStringConvertible {
    /// The upstream's `Date` and this host's clock differ by so many seconds; positive when the host is ahead.
    case clockSkew(seconds: Double)
    /// The answer had no length, no chunks and no gzip trailer, and is no JSON whose brackets close: a cut one would look the same.
    case lengthNotProved

    public var description: String {
        switch self {
        case .clockSkew(let seconds):
            "this host's clock is \(Int(seconds.magnitude)) s \(seconds > 0 ? "ahead of" : "behind") the upstream's"
        case .lengthNotProved: "the answer says nothing about its length; a cut one would look whole"
        }
    }
}
