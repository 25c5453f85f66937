import Archive
import ArchiveUpkeep
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// `penstock convert [PROVIDER] --add | --drop | --to`: changes what an archive is kept as.
struct Convert: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.convert
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Add or drop a storage of an archive, or copy it to another directory and storage.",
        discussion: HelpWording.convert)

    @OptionGroup var flags: Flags<Convert>

    func run() async throws { try ArchiveConverting(arguments: self, host: .current).run() }
}

/// `convert`: one archive, one change of what it is kept as.
private struct ArchiveConverting {
    let arguments: Convert
    let host: Host

    private enum Change {
        case add(String)
        case drop(String)
        case to(String, [String])
    }

    func run() throws {
        let change = try change()
        let archive = try archive()
        let now = try UpstreamConnection.present(host)
        let opening = UpkeepOpening(host: host, values: arguments.values)
        let upkeep = try opening.upkeep(of: archive)
        switch change {
        case .add(let name):
            let conversion = try upkeep.add(name, now: now)
            try say(
                conversion == nil ? "Nothing to do for \(archive)" : "Added \(name) to \(archive)", conversion, upkeep)
        case .drop(let name):
            let conversion = try upkeep.drop(name, now: now)
            try say("Dropped \(name) from \(archive)", conversion, upkeep)
        case .to(let directory, let names):
            let conversion = try upkeep.convert(to: directory, sinks: names, now: now)
            try say("Copied \(archive) to \(directory)", conversion, opening.upkeep(of: directory))
        }
    }

    private func change() throws -> Change {
        let asked = [arguments.add, arguments.drop, arguments.to].compactMap { $0 }
        guard asked.count == 1, let asked = asked.first, !asked.isEmpty else {
            throw RunFailure(
                .usage, "Say one of --add, --drop and --to", fix: "for example: penstock convert equities --add sqlite")
        }
        if let directory = arguments.to {
            guard let storage = arguments.storageOfCopy else {
                throw RunFailure(
                    .usage, "--to needs --storage: what the other archive is kept as",
                    fix: "such as --storage csv.gz,sqlite")
            }
            return .to(
                host.absolute(directory),
                try StorageSetting(host: host).names(SettingText(storage, source: "--storage")))
        }
        guard arguments.storageOfCopy == nil else {
            throw RunFailure(.usage, "--storage goes with --to", fix: "--add and --drop name the storage themselves")
        }
        let name = try StorageSetting(host: host).names(
            SettingText(asked, source: arguments.add == nil ? "--drop" : "--add"))
        guard name.count == 1 else {
            throw RunFailure(.usage, "One storage at a time: \(asked)", fix: "run convert once for each")
        }
        return arguments.add == nil ? .drop(name[0]) : .add(name[0])
    }

    /// The one archive that is meant.
    private func archive() throws -> String {
        let archives = try ArchiveReading(host: host).archives(
            of: arguments.providers, place: arguments.place, verb: "convert", isOfOne: true)
        guard archives.count == 1 else {
            throw RunFailure(
                .usage, "There are several archives here: \(archives.map(\.archive).joined(separator: ", "))",
                fix: "name a provider of the one that you mean")
        }
        return archives[0].archive
    }

    /// `upkeep` is of the archive that came to be.
    private func say(_ what: String, _ conversion: Conversion?, _ upkeep: Upkeep) throws {
        let (storage, database) = (try upkeep.storage(), try upkeep.outsideDatabase())
        if arguments.json {
            let object = JSONOutput.object([
                .init("archive", .string(upkeep.archive)), .init("storage", .strings(storage)),
                .init("series", .integer(conversion?.series ?? 0)),
                .init("rows", .integer(conversion?.rows ?? 0)), .init("bytes", .integer(conversion?.bytes ?? 0)),
                .init("database_outside", .text(database)),
                .init("damaged", .strings((conversion?.damaged ?? []).map(\.message))),
            ])
            host.console.emit(object.text)
        } else if !arguments.quiet {
            let amount = conversion.map {
                ": \(Figures.counted($0.series, "series", "series")), \(Figures.counted($0.rows, "row", "rows"))"
            }
            host.console.print("\(what)\(amount ?? ""). It is kept as \(storage.joined(separator: ", ")).")
            if let database { host.console.print("Its database is \(ArchiveWording.outside(database)).") }
        }
        guard let damaged = conversion?.damaged, !damaged.isEmpty else { return }
        for damage in damaged { host.console.say(damage.message) }
        throw CommandEnd(exitCode: .integrity)
    }
}
