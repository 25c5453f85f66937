import PluginKit

/// Whether an answer that cannot be read is asked for once more before it counts: it may have been cut, or a page in
/// place of data. Where it came the same a few times in a row the upstream has changed its answers, and looking twice
/// at each is of no use. A pure value.
struct SecondLook: Sendable, Hashable {
    static let patience = 3

    private var repeated = 0

    var isUseful: Bool { repeated < Self.patience }

    /// What came of one.
    mutating func ended(mended: Bool) { repeated = mended ? 0 : repeated + 1 }

    /// Whether another answer to the same question may be read: what is of no known shape. What is about something
    /// else, or says no, is none.
    static func isDeserved(by error: any Error) -> Bool {
        switch error {
        case let error as PluginError: error.code == .malformed
        case let error as UnitFailure: error.kind == .malformed
        default: false
        }
    }
}
