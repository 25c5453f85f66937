import LosslessJSON
import Orchestrator

/// What the doctor found, in the order in which it looked.
struct DoctorFacts: JSONFact {
    let checks: [Diagnosis]

    /// What is worth a look, or wrong.
    var troubles: [Diagnosis] { checks.filter { $0.state != .ok } }

    var exitCode: ExitCode { .worst(checks.map(\.exitCode)) }

    var json: JSONOutput { .object(["exit_code": exitCode.number, "checks": checks]) }
}

/// What the doctor says of one thing.
struct Diagnosis: JSONFact, Equatable {
    enum State: String {
        case ok
        /// Worth a look; runs still work.
        case warning
        /// A run would fail.
        case fault
    }

    let state: State
    /// `disk`, `upstream yahoo`.
    let name: String
    let detail: String
    /// What to do; empty where nothing is.
    let fix: String
    /// What a fault ends the command with.
    let exitCode: ExitCode

    static func ok(_ name: String, _ detail: String) -> Diagnosis {
        Diagnosis(state: .ok, name: name, detail: detail, fix: "", exitCode: .success)
    }

    static func warning(_ name: String, _ detail: String, fix: String) -> Diagnosis {
        Diagnosis(state: .warning, name: name, detail: detail, fix: fix, exitCode: .success)
    }

    static func fault(_ name: String, _ detail: String, fix: String, _ code: ExitCode) -> Diagnosis {
        Diagnosis(state: .fault, name: name, detail: detail, fix: fix, exitCode: code)
    }

    static func fault(_ name: String, _ error: any Error) -> Diagnosis {
        let failure = RunFailure(error)
        return fault(name, failure.message, fix: failure.fix, failure.exitCode)
    }

    var json: JSONOutput {
        .object(["name": name, "state": state.rawValue, "detail": detail, "fix": fix.isEmpty ? nil : fix])
    }
}
