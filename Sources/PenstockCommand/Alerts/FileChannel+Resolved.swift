import Alerting
import Orchestrator

/// A channel of the jobs file made the alerting library's, or an error that names its line.
extension FileChannel {
    /// As the alerting library knows it. Throws what is wrong with it, at its line.
    func resolved(in file: JobsFile) throws -> AlertChannel {
        if let problem { throw problem }
        if let path = values["ca-file"]?.first, let fault = CertificateFiles.fault(of: path) {
            throw RunFailure(
                .configuration, "\(file.name) line \(line): channels.\(name).ca-file: \(path) is \(fault)",
                fix: "name a file of certificates")
        }
        do {
            return try AlertChannel(name: name, type: type, values: values)
        } catch {
            throw RunFailure(
                .configuration, "\(file.name) line \(line): channels.\(name): \(error.message)",
                fix: "docs/scheduling.md shows a channel of each type")
        }
    }
}
