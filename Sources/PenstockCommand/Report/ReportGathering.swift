import Archive
import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// Reads what the page shows, archive by archive.
struct ReportGathering {
    let providers: [String]
    let place: PlaceArguments
    let maxAgeDays: String?
    let host: Host

    func document() throws -> ReportDocument {
        let now = try UpstreamConnection.present(host)
        let tolerated = try StatusReading.tolerated(maxAgeDays, host: host)
        let reading = ArchiveReading(host: host)
        let sections = try reading.archives(of: providers, place: place, verb: "report").map { archive, plugins in
            try reading.read(archive) { reader in
                try ArchiveGathering(
                    reader: reader, providers: plugins.map { try $0.load() }, now: now, tolerated: tolerated,
                    nextRun: NextRun(host: host)
                ).section()
            }
        }
        return ReportDocument(
            generated: "\(ReportWording.minute(now)) UTC", version: "penstock \(PenstockVersion.current)",
            archives: sections)
    }
}
