import Archive
import PluginKit
import Upstream

/// Why a run could not go on: its exit code, what went wrong, and what to do.
package struct RunFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let exitCode: ExitCode
    package let message: String
    package let fix: String

    package init(_ exitCode: ExitCode, _ message: String, fix: String = "") {
        self.exitCode = exitCode
        self.message = PrintableAddress.scrubbed(message)
        self.fix = PrintableAddress.scrubbed(fix)
    }

    package var description: String { fix.isEmpty ? message : "\(message)\n  \(fix)" }
}

extension RunFailure {
    /// Any error that ends a run, with the exit code that it means.
    package init(_ error: any Error) {
        switch error {
        case let error as RunFailure: self = error
        case let error as ArchiveError: self.init(error)
        case let error as PluginError:
            self.init(error.code == .usage ? .usage : .configuration, error.message, fix: error.fix)
        case let error as UnitFailure: self.init(.unavailable, error.reason.description)
        default: self.init(.integrity, String(describing: error))
        }
    }
}

extension RunFailure {
    init(_ error: ArchiveError) {
        let code: ExitCode =
            switch error.code {
            case .noArchive, .newerFormat, .olderFormat, .otherColumns, .databaseTaken: .configuration
            case .locked: .tryAgain
            case .otherSinks, .unusableName: .usage
            case .cannotWrite, .syncFailed: .cannotWrite
            case .missingRecord, .missingIdentity, .wrongRecord, .damagedFile, .pathTaken, .keyTaken, .misuse,
                .database, .poisoned:
                .integrity
            }
        self.init(code, error.message, fix: error.fix)
    }
}
