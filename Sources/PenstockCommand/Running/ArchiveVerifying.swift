import Archive
import Orchestrator
import PluginKit
import Tabular

/// `verify`: each provider's archive in turn; with `--repair` the units that have to be fetched again are updated at the end.
struct ArchiveVerifying {
    let arguments: Verify
    let host: Host

    func run() async throws {
        let opening = UpkeepOpening(host: host, waitLock: arguments.waitLock)
        let archives = try ArchiveReading(host: host).archives(of: arguments.providers.names, place: arguments.place, verb: "verify")
        let now = try UpstreamConnection.now(arguments.upstreams, host: host)
        var verified: [VerifiedArchive] = []
        for (archive, plugins) in archives {
            verified.append(try verify(opening.upkeep(of: archive), plugins, now: now))
        }
        var codes = verified.map(\.exitCode)
        if arguments.json {
            host.console.print(VerifyOutput(archives: verified).json.text)
        } else if !arguments.quiet || ExitCode.worst(codes) != .success {
            host.console.print(verified.map { VerifyWording($0).text }.joined(separator: "\n"))
        }
        for archive in verified { codes += try await fetchAgain(archive) }
        try CommandEnd.check(ExitCode.worst(codes))
    }

    private func verify(_ upkeep: Upkeep, _ plugins: [ProviderPlugin], now: Instant) throws -> VerifiedArchive {
        var verification = Verification(isFull: arguments.full)
        if !arguments.providers.names.isEmpty { verification.providers = plugins.map(\.manifest.name) }
        let settings = SelectionSettings(host: host)
        let units = try plugins.flatMap { plugin in
            let names = try settings.names(arguments.selection, of: plugin.manifest)
            return try names.isEmpty ? [] : upkeep.units(named: names, of: plugin.load(), verb: "verify")
        }
        if !units.isEmpty {
            let ids = Set(units.map(\.id))
            verification.includes = { ids.contains($0.id) }
        }
        let repair = arguments.repair ? try upkeep.repair(verification, now: now) : nil
        return VerifiedArchive(
            archive: upkeep.archive, isFull: arguments.full, outsideDatabase: try upkeep.outsideDatabase(),
            found: try repair?.found ?? upkeep.verify(verification), repair: repair)
    }

    /// An update of the units that were given up, as if it had been typed.
    private func fetchAgain(_ verified: VerifiedArchive) async throws -> [ExitCode] {
        guard let units = verified.repair?.toBeFetched, !units.isEmpty else { return [] }
        var codes: [ExitCode] = []
        for provider in Set(units.map(\.provider)).sorted() {
            let own = units.filter { $0.provider == provider }
            let labels = own.map(\.label).joined(separator: ",")
            let markets = Set(own.compactMap(\.subject?.name)).sorted().joined(separator: ",")
            let named = markets.isEmpty ? ["--symbols", labels] : ["--market-ids", markets]
            var line = ["update", provider] + named + ["--data-dir", verified.archive, "--quiet"]
            line += arguments.upstreams.typed
            if let wait = arguments.waitLock { line += ["--wait-lock", wait] }
            guard let request = try await JobRequest.read(line) else { continue }
            do {
                try await JobRunner(request: request, host: host).run()
                if !arguments.quiet, !arguments.json { host.console.print("Fetched again: \(labels.replacing(",", with: ", ")).") }
            } catch let end as CommandEnd {
                codes.append(end.exitCode)
            }
        }
        return codes
    }
}
