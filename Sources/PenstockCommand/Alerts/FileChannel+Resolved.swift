import Alerting
import Orchestrator

extension FileChannel {
    /// As the alerting library knows it. Throws what is wrong with it, at its line.
    func resolved(in file: JobsFile) throws -> AlertChannel {
        if let problem { throw problem }
        do {
            return try AlertChannel(name: name, type: type, values: values)
        } catch {
            throw RunFailure(
                .configuration, "\(file.name) line \(line): channels.\(name): \(error.message)",
                fix: "docs/scheduling.md shows a channel of each type")
        }
    }
}
