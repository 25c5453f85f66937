import Archive
import ArchiveUpkeep
import ArgumentParser
import Orchestrator
import PluginKit
import Tabular

/// `penstock verify [PROVIDER]`: holds each archive against its record, and with `--repair` puts it right; the units
/// that have to be fetched again are updated at the end.
struct Verify: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.verify
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold files and tables against the record; ends with 74 and the place when they differ.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. Looks at lengths, \
            checksums of the files' ends, headers, last rows, numbers of rows, what the storages say of each other, \
            SQLite's own integrity check, archive.json and the database; --full reads every row.

            --repair cuts what was never committed, copies a series from another storage of the archive that holds it \
            whole, and fetches what none holds: first it is fetched, then it takes the place of what was damaged, \
            which is kept beside it as *.damaged. Where nothing comes, or less than can still be read, the file stays \
            as it is and the exit code 74. --take-back puts a kept file in the place of its series; the next update \
            compares daily bars with the upstream.

            Examples: penstock verify equities --full
                      penstock verify equities --take-back ABC.csv.damaged
            """)

    @OptionGroup var flags: Flags<Verify>

    func run() async throws {
        if let name = values.takeBack { return try takeBack(name) }
        let opening = UpkeepOpening(host: host, values: values)
        let archives = try ArchiveReading(host: host).archives(values, verb: "verify")
        let now = try UpstreamConnection.now(values, host: host)
        var facts = VerifyFacts()
        for (archive, plugins) in archives {
            facts.archives.append(try await verify(opening.upkeep(of: archive), plugins, now: now))
        }
        let isQuiet = values.quiet && facts.exitCode == .success
        host.console.show(facts, json: values.json, quiet: isQuiet) { VerifyPage(facts: $0).text }
        var codes = [facts.exitCode]
        for archive in facts.archives { codes += try await fetchAgain(archive) }
        try CommandEnd.check(Orchestrator.ExitCode.worst(codes))
    }

    private func verify(_ upkeep: Upkeep, _ plugins: [ProviderPlugin], now: Instant) async throws -> VerifiedArchive {
        var verification = Verification(isFull: values.full)
        if !values.providers.isEmpty { verification.providers = plugins.map(\.manifest.name) }
        let settings = SelectionSettings(values: values, host: host)
        let units = try plugins.flatMap { plugin in
            let names = try settings.names(of: plugin.manifest)
            return try names.isEmpty ? [] : upkeep.units(named: names, of: plugin.load(), verb: "verify")
        }
        if !units.isEmpty {
            let ids = Set(units.map(\.id))
            verification.includes = { ids.contains($0.id) }
        }
        var repair: RepairReport?
        if values.repair {
            repair = try await upkeep.repair(verification, now: now) { directory, units in
                // What went wrong is in what comes of it, and the archive's state decides the exit code.
                do {
                    _ = try await update(
                        units, in: directory,
                        logs: LogPlace(host: host, values: values).directory(beside: upkeep.archive))
                } catch let failure as RunFailure {
                    host.console.say(UsageWording.error(failure))
                }
            }
        }
        return VerifiedArchive(
            archive: upkeep.archive, isFull: values.full, outsideDatabase: try upkeep.outsideDatabase(),
            found: try repair?.found ?? upkeep.verify(verification), repair: repair)
    }

    /// An update of the units of which the coverage was forgotten, as if it had been typed.
    private func fetchAgain(_ verified: VerifiedArchive) async throws -> [Orchestrator.ExitCode] {
        guard let units = verified.repair?.toBeFetched, !units.isEmpty else { return [] }
        return try await update(units, in: verified.archive, logs: nil)
    }

    /// Of what went wrong, the exit codes.
    private func update(
        _ units: [UnitRecord], in archive: String, logs: String?
    ) async throws -> [Orchestrator.ExitCode] {
        var codes: [Orchestrator.ExitCode] = []
        for provider in Set(units.map(\.provider)).sorted() {
            let own = units.filter { $0.provider == provider }
            let labels = own.map(\.label)
            var request = JobRequest.refetching(
                provider, markets: Set(own.compactMap(\.subject?.name)).sorted(), symbols: labels, in: archive,
                as: values)
            if let logs { request.values.type(\.logDirectory, logs) }
            do {
                try await JobRunner(request: request, host: host).run()
                if logs == nil, !values.quiet, !values.json {
                    host.console.print("Fetched again: \(labels.joined(separator: ", ")).")
                }
            } catch let end as CommandEnd {
                codes.append(end.exitCode)
            }
        }
        return codes
    }
}
