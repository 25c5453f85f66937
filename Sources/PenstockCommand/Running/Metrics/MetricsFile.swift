import Archive
import Host
import Orchestrator
import PluginKit

/// `--metrics-file`: written whole after the runs, for node_exporter's textfile collector.
struct MetricsFile {
    let path: String
    let host: Host

    /// nil: none is asked for. A place where none can be is refused before anything is fetched.
    init?(_ setting: SettingText?, host: Host) throws {
        guard let setting else { return nil }
        guard !setting.text.isEmpty else {
            throw RunFailure(
                .usage, "\(setting.source) names no file",
                fix: "such as --metrics-file /var/lib/node_exporter/penstock.prom")
        }
        path = host.absolute(setting.text)
        self.host = host
        if let objection = OutputPlace(path: path).objection {
            throw RunFailure(
                .cannotWrite, "\(setting.source) \(path): that \(objection)",
                fix: "name a file elsewhere; nothing was fetched")
        }
        do {
            try NamedPlace.makeDirectory(HostPath.parent(of: path))
        } catch {
            throw RunFailure(
                .cannotWrite, "\(setting.source) \(path): its directory cannot be written: \(error.reason)",
                fix: "choose another, or make it writable; nothing was fetched")
        }
    }

    /// That it cannot be written any more is said, and changes nothing about the runs.
    func write(_ runs: [FinishedRun], sinks: @Sendable ([String]) throws -> [ArchiveSink]) {
        do {
            try NamedPlace.replace(path, with: RunMetrics(runs: runs, statuses: try statuses(runs, sinks)).text)
        } catch {
            let words = (error as? SystemError)?.reason ?? RunFailure(error).message
            host.console.say("The metrics file \(path) was not written: \(words)")
        }
    }

    private func statuses(
        _ runs: [FinishedRun], _ sinks: @Sendable ([String]) throws -> [ArchiveSink]
    ) throws -> [(run: FinishedRun, status: ProviderStatus)] {
        let now = try UpstreamConnection.present(host)
        return try runs.filter { Archive.exists(at: $0.report.archive) }.flatMap { run in
            let reader = try ArchiveReader.openReadOnly(at: run.report.archive, sinks: sinks)
            defer { try? reader.close() }
            let standings = Standings(now: now, tolerated: max(1, run.planned.job.options.maximumAgeDays))
            return try run.planned.job.providers.map { (run, try standings.standing(of: $0, in: reader).status) }
        }
    }
}
