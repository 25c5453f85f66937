import Host
import Orchestrator
import ReportPage

/// `report`: gathers, and puts the page in its place in one step.
struct ReportWriting {
    let arguments: Report
    let host: Host

    func run() throws {
        let path = try path()
        let gathering = ReportGathering(
            providers: arguments.providers.names, place: arguments.place, maxAgeDays: arguments.maxAgeDays, host: host)
        let page = try gathering.document().html
        do {
            try NamedPlace.replace(path, with: page)
        } catch {
            throw RunFailure(
                .cannotWrite, "The report \(path) cannot be written: \(error.reason)", fix: "choose another --output")
        }
        if !arguments.quiet { host.console.emit(path) }
    }

    /// Absolute. What is there is replaced only where it is a file.
    private func path() throws -> String {
        let text = arguments.output ?? "report.html"
        guard !text.isEmpty else {
            throw RunFailure(.usage, "--output names no file", fix: "such as --output report.html")
        }
        let path = host.absolute(text)
        guard let objection = OutputPlace(path: path).objection else { return path }
        throw RunFailure(
            .cannotWrite, "The report cannot be written: \(path) \(objection)",
            fix: "name a file elsewhere, such as --output report.html")
    }
}
