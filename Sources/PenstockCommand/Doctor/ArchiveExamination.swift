import Archive
import Orchestrator
import PluginKit

/// An archive as the next run will find it.
struct ArchiveExamination {
    let archive: String
    /// Of the providers whose runs go there.
    let manifests: [ProviderManifest]
    let host: Host

    func diagnoses() -> [Diagnosis] {
        var found = [PlaceExamination(archive).writing("archive")]
        if let room = PlaceExamination(archive).room() { found.append(room) }
        do {
            let reader = try ArchiveReading(host: host).open(archive)
            defer { try? reader.close() }
            found.append(try record(reader))
            found += columns(reader)
            found.append(lock(reader))
            found.append(try lastRun(reader))
        } catch {
            found.append(.fault("record", error))
        }
        return found
    }

    private func record(_ reader: ArchiveReader) throws -> Diagnosis {
        var text = "\(reader.sinks.map(\.name).joined(separator: ", ")), format \(reader.identity.format)"
        if let database = reader.outsideDatabase { text += ", database \(ArchiveWording.outside(database))" }
        return .ok("record", text)
    }

    /// Nothing where they are as the archive has them.
    private func columns(_ reader: ArchiveReader) -> [Diagnosis] {
        do {
            try reader.refuseOtherColumns(of: manifests)
            return []
        } catch {
            return [.fault("columns", error)]
        }
    }

    private func lock(_ reader: ArchiveReader) -> Diagnosis {
        guard let writer = reader.writer else { return .ok("lock", "nobody writes the archive") }
        return .warning(
            "lock", "\(writer) writes the archive now", fix: "a run that is started meanwhile waits with --wait-lock, or ends with 75")
    }

    private func lastRun(_ reader: ArchiveReader) throws -> Diagnosis {
        guard let run = try reader.runs(limit: 1).first else {
            return .warning("last run", "there was none yet", fix: "run the schedule's line once by hand")
        }
        let text = "run \(run.id), \(run.job), \(run.local)" + (run.exitCode.map { ", exit \($0)" } ?? ", \(run.state.rawValue)")
        guard run.exitCode != 0 else { return .ok("last run", text) }
        return .warning("last run", text, fix: "penstock runs show \(run.id) says why")
    }
}
