import Archive
import Orchestrator
import PluginKit
import Words

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
            found += try ArchiveReading(host: host).read(archive) { reader in
                var found = [try record(reader)]
                found += columns(reader)
                found.append(lock(reader))
                found.append(try lastRun(reader))
                found += try standings(reader)
                if let later = try laterRun(reader) { found.append(later) }
                return found
            }
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
            try reader.record.refuseOtherColumns(of: manifests)
            return []
        } catch {
            return [.fault("columns", error)]
        }
    }

    private func lock(_ reader: ArchiveReader) -> Diagnosis {
        guard let writer = reader.writer else { return .ok("lock", "nobody writes the archive") }
        return .warning(
            "lock", "\(writer) writes the archive now",
            fix: "a run that is started meanwhile waits with --wait-lock, or ends with 75")
    }

    /// By the host's clock, which the upstreams may contradict.
    private func laterRun(_ reader: ArchiveReader) throws -> Diagnosis? {
        let now = try UpstreamConnection.present(host)
        let units = try reader.record.providers().reduce(0) {
            $0 + (try reader.record.misdated(of: $1, after: now).count)
        }
        guard units > 0, let later = RunReport.LaterRun(try reader.record.run(after: now), units: units) else {
            return nil
        }
        return .warning(
            "times", ClockWording.doubt(later),
            fix:
                """
                look at this host's clock; \(Figures.counted(units, "unit")) that it worked on will be asked \
                for again by the next run
                """
        )
    }

    /// How the data stand: what `status` says, in its words. Old data are no fault of what a run needs.
    private func standings(_ reader: ArchiveReader) throws -> [Diagnosis] {
        let standings = try Standings(host: host)
        let kept = try reader.record.providers()
        // As status: of an archive that has nothing yet, of all of them.
        let known = manifests.filter { kept.contains($0.name) }
        return try (known.isEmpty ? manifests : known).map { manifest in
            let plugin = try host.registry.provider(named: manifest.name)
            let standing = try standings.standing(of: plugin.load(), in: reader, writer: reader.writer)
            let name = "data \(manifest.name)"
            guard standing.isStale || standing.status.owedCount > 0 else { return .ok(name, standing.headline) }
            return .warning(name, standing.headline, fix: standing.advice)
        }
    }

    private func lastRun(_ reader: ArchiveReader) throws -> Diagnosis {
        guard let run = try reader.record.runs(limit: 1).first else {
            return .warning("last run", "there was none yet", fix: "run the schedule's line once by hand")
        }
        let text =
            "run \(run.id), \(run.job), \(run.local)"
            + (run.exitCode.map { ", exit \($0)" }
                ?? (reader.wasKilled(run) ? ", was killed" : ", \(run.state.rawValue)"))
        guard run.exitCode != 0 else { return .ok("last run", text) }
        return .warning("last run", text, fix: "penstock runs show \(run.id) says why")
    }
}
