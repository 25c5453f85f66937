import Archive
import PluginKit
import Upstream

/// Why a unit has no believable answer in this run.
struct UnitFailure: Error, Sendable {
    enum Kind: Sendable, Hashable {
        /// No answer: connection, deadline, status.
        case transport
        /// The upstream will not have this client, or is given up for the run.
        case refused
        /// The answer is not of the upstream's shape.
        case malformed
        /// The answer is about something else.
        case mismatch
        /// The plugin or the configuration is wrong.
        case plugin
        /// A file of the unit is not what the record says.
        case integrity
    }

    let kind: Kind
    let reason: Reason

    init(_ kind: Kind, _ reason: Reason) {
        self.kind = kind
        self.reason = reason
    }

    init(_ error: UpstreamError) {
        let kind: Kind =
            switch error.code {
            case .clientRefused, .circuitOpen: .refused
            case .unexpectedMediaType: .malformed
            case .unknownUpstream, .invalidURL, .unmatchedExchange, .exchangeFolder: .plugin
            default: .transport
            }
        self.init(kind, Reason(UnitFailure.code(error.code.rawValue), error.message))
    }

    init(damagedBy error: ArchiveError) {
        switch error.code {
        case .keyTaken: self.init(.malformed, Reason("key_taken", error.description))
        default: self.init(.integrity, Reason("damaged_file", error.description))
        }
    }

    /// A unit of which something was written by another version of its plugin; nil: an error of another kind.
    init?(unreadable error: any Error) {
        guard let error = error as? PluginError, error.code == .unreadable else { return nil }
        self.init(error)
    }

    /// The upstream's server has failed, for this unit at least: it answers, with a status that says so.
    var isOfServer: Bool { kind == .transport && reason.code == Self.code(UpstreamError.Code.status.rawValue) }

    /// Codes of reasons that say of a unit that there was no answer of its own.
    static let noAnswer = Set(
        UpstreamError.Code.allCases.filter { $0 != .unexpectedMediaType }.map { code($0.rawValue) })

    init(_ error: any Error) {
        switch error {
        case let error as UnitFailure: self = error
        case let error as UpstreamError: self.init(error)
        case let error as PluginError:
            let kind: Kind =
                switch error.code {
                case .malformed: .malformed
                case .mismatch, .refused: .mismatch
                case .usage, .plugin, .unreadable: .plugin
                }
            self.init(kind, Reason(error.code.rawValue, error.description))
        default: self.init(.plugin, Reason("unknown", String(describing: error)))
        }
    }

    /// `clientRefused` as a reason's code: `client_refused`.
    private static func code(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase { text.append("_") }
            text.append(contentsOf: character.lowercased())
        }
    }
}
