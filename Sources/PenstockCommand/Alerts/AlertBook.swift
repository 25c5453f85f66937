import Alerting
import Host
import Orchestrator

/// What is remembered of a job's alerts between its runs: a small file beside its logs.
struct AlertBook {
    let path: String

    init(job: String, in directory: String) {
        path = "\(directory)/alerts_\(job).state"
    }

    /// A file that is not there, or that somebody has changed beyond reading, remembers nothing: then an alert is sent
    /// once more, and what cannot be read is set aside.
    func read() -> (state: AlertState, fault: String?) {
        guard NamedPlace.exists(path) else { return (AlertState(), nil) }
        do {
            return (
                try AlertState(
                    text: String(decoding: try NamedFile(path: path, limit: NamedFile.longest).bytes(), as: UTF8.self)),
                nil
            )
        } catch let fault as NamedFile.Fault {
            return (AlertState(), "\(path) cannot be read: \(fault.words)")
        } catch {
            let kept = "\(path).damaged"
            let isKept = rename(path, kept) == 0
            return (AlertState(), "\(path) is begun anew: \(error)\(isKept ? ". It is kept as \(kept)" : "")")
        }
    }

    /// nil: written.
    func write(_ state: AlertState) -> String? {
        do {
            try NamedPlace.makeDirectory(HostPath.parent(of: path))
            try NamedPlace.replace(path, with: state.text, mode: 0o600)
            return nil
        } catch {
            return "\(path) cannot be written: \(error.reason); the next run may tell the same again"
        }
    }
}
