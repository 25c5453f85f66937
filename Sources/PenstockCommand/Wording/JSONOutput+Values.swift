import Archive
import LosslessJSON
import PluginKit
import Tabular

/// What the command's JSON has beside texts and numbers: moments, reasons and counts.
extension JSONOutput {
    static func instant(_ instant: Instant?) -> JSONOutput { text(instant?.description) }

    /// Null where there is none.
    static func whole(_ number: (some BinaryInteger)?) -> JSONOutput { number.map { .integer(Int($0)) } ?? .null }

    static func reason(_ reason: Reason?) -> JSONOutput {
        guard let reason else { return .null }
        return .object([.init("code", .string(reason.code)), .init("detail", .string(reason.detail))])
    }
}

extension RunCounts {
    /// A member for each of these keys.
    func members(_ keys: [Key], by name: KeyPath<Key, String> = \.name) -> [JSONOutput.Member] {
        keys.map { .init($0[keyPath: name], .integer(self[keyPath: $0.path])) }
    }

    /// Of units: all that were worked on, and how they ended.
    var units: [JSONOutput.Member] { [.init("total", .integer(total))] + members(Self.keys(in: .units)) }
}
