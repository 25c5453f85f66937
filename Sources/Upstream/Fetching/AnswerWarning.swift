/// Something about an answer that its reader should know and that is no error.
package enum AnswerWarning: Hashable, Sendable, CustomStringConvertible {
    /// The answer had no length, no chunks and no gzip trailer, and is no JSON whose brackets close: a cut one would
    /// look the same.
    case lengthNotProved

    package var description: String {
        switch self {
        case .lengthNotProved: "the answer says nothing about its length; a cut one would look whole"
        }
    }
}
