import Archive
import ArchiveUpkeep
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// `penstock convert [PROVIDER] --add | --drop | --to`: one change of what one archive is kept as.
struct Convert: ParsableCommand, TakesSettings {
    static let verb = Verb.convert
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Add or drop a storage of an archive, or copy it to another directory and storage.",
        discussion: """
            One of three. --add fills a new storage from a stored one; it joins in one commit. --drop takes one away \
            with its files or tables; never the last. --to makes another archive in a new directory, kept as --storage \
            says, and leaves this one as it is.

            Examples: penstock convert equities --add sqlite
                      penstock convert equities --to /backup/historical --storage csv.gz
            """)

    @OptionGroup var flags: Flags<Convert>

    func run() throws {
        let change = try change()
        let opening = UpkeepOpening(host: host, values: values)
        let archive = try ArchiveReading(host: host).archive(values, verb: "convert") {
            RunFailure(
                .usage, "There are several archives here: \($0.map(\.archive).joined(separator: ", "))",
                fix: "name a provider of the one that you mean")
        }.archive
        let now = try UpstreamConnection.present(host)
        let upkeep = try opening.upkeep(of: archive)
        var converted = upkeep
        let conversion: Conversion?
        switch change {
        case .add(let name): conversion = try upkeep.add(name, now: now)
        case .drop(let name): conversion = try upkeep.drop(name, now: now)
        case .to(let directory, let names):
            conversion = try upkeep.convert(to: directory, sinks: names, now: now)
            converted = try opening.upkeep(of: directory)
        }
        let facts = ConvertFacts(
            change: change, source: archive, archive: converted.archive, storage: try converted.storage(),
            outsideDatabase: try converted.outsideDatabase(), conversion: conversion)
        host.console.show(facts, json: values.json, quiet: values.quiet) { ConvertPage(facts: $0).text }
        for damage in facts.damaged { host.console.say(damage) }
        try CommandEnd.check(facts.damaged.isEmpty ? .success : .integrity)
    }

    private func change() throws -> StorageChange {
        let asked = [values.add, values.drop, values.to].compactMap { $0 }
        guard asked.count == 1, let asked = asked.first, !asked.isEmpty else {
            throw RunFailure(
                .usage, "Say one of --add, --drop and --to", fix: "for example: penstock convert equities --add sqlite")
        }
        if let directory = values.to {
            guard let storage = values.storageOfCopy else {
                throw RunFailure(
                    .usage, "--to needs --storage: what the other archive is kept as",
                    fix: "such as --storage csv.gz,sqlite")
            }
            return .to(
                host.absolute(directory),
                try host.registry.sinks(named: SettingText(storage, source: "--storage")))
        }
        guard values.storageOfCopy == nil else {
            throw RunFailure(.usage, "--storage goes with --to", fix: "--add and --drop name the storage themselves")
        }
        let name = try host.registry.sinks(
            named: SettingText(asked, source: values.add == nil ? "--drop" : "--add"))
        guard name.count == 1 else {
            throw RunFailure(.usage, "One storage at a time: \(asked)", fix: "run convert once for each")
        }
        return values.add == nil ? .drop(name[0]) : .add(name[0])
    }
}

/// What is to become of an archive's storage.
private enum StorageChange {
    case add(String)
    case drop(String)
    /// Another archive, at an absolute path, and what it is to be kept as.
    case to(String, [String])
}

/// What an archive is kept as now.
private struct ConvertFacts: JSONFact {
    let change: StorageChange
    /// Which archive was to be changed.
    let source: String
    /// Which came of it: the same, or its copy.
    let archive: String
    let storage: [String]
    /// nil: the database is in the archive's directory.
    let outsideDatabase: String?
    /// nil: there was nothing to do.
    let conversion: Conversion?

    /// What was found to be damaged, a sentence each.
    var damaged: [String] { conversion?.damaged.map(\.message) ?? [] }

    var json: JSONOutput {
        .object([
            "archive": archive, "storage": storage, "series": conversion?.series ?? 0, "rows": conversion?.rows ?? 0,
            "bytes": conversion?.bytes ?? 0, "database_outside": outsideDatabase, "damaged": damaged,
        ])
    }
}

/// The same for a person.
private struct ConvertPage {
    let facts: ConvertFacts

    var text: String {
        let amount = facts.conversion.map {
            ": \(Figures.counted($0.series, "series", "series")), \(Figures.counted($0.rows, "row"))"
        }
        var outline = Outline("\(deed)\(amount ?? ""). It is kept as \(facts.storage.joined(separator: ", ")).")
        if let database = facts.outsideDatabase {
            outline.row("Its database is \(ArchiveWording.outside(database)).", level: 0)
        }
        return outline.text
    }

    private var deed: String {
        switch facts.change {
        case .add where facts.conversion == nil: "Nothing to do for \(facts.source)"
        case .add(let name): "Added \(name) to \(facts.source)"
        case .drop(let name): "Dropped \(name) from \(facts.source)"
        case .to(let directory, _): "Copied \(facts.source) to \(directory)"
        }
    }
}
