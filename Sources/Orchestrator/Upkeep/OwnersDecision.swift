package import Archive
package import PluginKit
package import Tabular
import Words

/// What the owner of an archive says of units by name. Asks no upstream, and leaves a row in the ledger.
package enum OwnersWord: Sendable, Hashable {
    /// Takes them out, files and record: the way out of a typo. Rows are kept where a person finds them.
    case forget
    /// They are over: rows stay, what is missing is not to be had any more, and nobody asks again.
    case retire
    /// Takes that back.
    case reopen
    /// The next update takes what is sent of them, although it was refused or waits.
    case accept(Acceptance)

    package var verb: String {
        switch self {
        case .forget: "forget"
        case .retire: "retire"
        case .reopen: "retire --undo"
        case .accept: "accept"
        }
    }
}

/// One word on some units of one archive.
package struct OwnersDecision {
    let word: OwnersWord
    package let names: [String]
    package let provider: any LoadedProvider
    let archive: String
    let sinks: ([String]) throws -> [ArchiveSink]
    let options: JobOptions

    package init(
        _ word: OwnersWord, on names: [String], of provider: any LoadedProvider, in archive: String,
        sinks: @escaping ([String]) throws -> [ArchiveSink], options: JobOptions = JobOptions()
    ) {
        self.word = word
        self.names = names
        self.provider = provider
        self.archive = archive
        self.sinks = sinks
        self.options = options
    }

    /// What was done of a word.
    package struct Done: Sendable, Hashable {
        /// Of the units, or of the names.
        package let labels: [String]
        /// They are names that units had before and that are free from now on; no unit has them.
        package let areFree: Bool
        /// One of the units had rows.
        package let hadRows: Bool
    }

    /// Throws `RunFailure`; then nothing was done.
    package func execute(now: Instant) throws -> Done {
        do {
            let archive = try open(now: now)
            let given = try givenAway(in: archive)
            let units = given.isEmpty ? try archive.record.units(named: names, of: provider, verb: word.verb) : []
            let coverage = try checked(units, in: archive, now: now)
            let hadRows = try units.contains { try NamedUnit($0, of: provider, in: archive.reader).rows > 0 }
            let run = try archive.beginRun(
                RunStart(job: holder, providers: [provider.manifest.name], version: options.version, started: now))
            switch word {
            case .forget: try archive.forget(units, run: run, now: now)
            case .retire: try archive.retire(coverage, now: now)
            case .reopen: try archive.change { try $0.reopen(units, now: now) }
            case .accept(let acceptance):
                try archive.change { try $0.accept(units, as: acceptance, now: now) }
                for name in given {
                    try archive.change { try $0.giveAway(name.name, of: provider.manifest.name, now: now) }
                }
            }
            var summary = RunSummary(run: run, ended: now, exitCode: 0)
            summary.counts.success = units.count + given.count
            try archive.endRun(summary)
            try archive.close()
            return Done(labels: units.map(\.label) + given.map(\.label), areFree: !given.isEmpty, hadRows: hadRows)
        } catch {
            throw RunFailure(error)
        }
    }

    private var holder: String { "\(word.verb) \(provider.manifest.name)" }

    private func open(now: Instant) throws -> Archive {
        try Archive.open(
            at: archive, birth: nil, sinks: sinks, lock: LockRequest(wait: options.lockWait, holder: holder),
            threshold: options.threshold,
            now: now)
    }

    /// Former names of units, where the owner says of nothing but such names that a newcomer has them.
    private func givenAway(in archive: Archive) throws -> [(name: UnitName, label: String)] {
        guard word == .accept(.newcomer), provider.manifest.subjects == nil else { return [] }
        let roots = try provider.roots(for: Selection(names: names))
        let former = try roots.compactMap { root in
            try archive.record.formerName(root, of: provider.manifest.name).map { (name: root, label: $0.label) }
        }
        return former.count == roots.count ? former : []
    }

    /// What the word would take or leave, before it is said; of what a killed run left only that is put right first, or
    /// a name that it has already taken out would be refused over it. Throws `RunFailure` for names that are not in the
    /// archive.
    package func preview(now: Instant) throws -> [NamedUnit] {
        do {
            try open(now: now).close()
            let reader = try ArchiveReader.openReadOnly(at: archive, sinks: sinks)
            defer { try? reader.close() }
            let units = try reader.record.units(named: names, of: provider, verb: word.verb)
            return try units.map { try NamedUnit($0, of: provider, in: reader) }
        } catch {
            throw RunFailure(error)
        }
    }

    /// Refuses what makes no sense of a unit, and says what is to be known of it then.
    private func checked(_ units: [UnitRecord], in archive: Archive, now: Instant) throws -> [(
        unit: UnitRecord, coverage: Coverage
    )] {
        switch word {
        case .forget: return []
        case .accept:
            for unit in units { try checkSessions(unit) }
            return []
        case .reopen:
            if let unit = units.first(where: { $0.retired == nil && !$0.partition.isEmpty }) {
                throw RunFailure(
                    .usage, "\(unit.label) is not retired", fix: "nothing was changed; penstock status counts what is")
            }
            return []
        case .retire: return try Retirement(provider: provider, archive: archive.reader, now: now).coverage(of: units)
        }
    }

    /// Only what has a row for every session is weighed as a whole, and can be refused.
    private func checkSessions(_ unit: UnitRecord) throws {
        guard unit.retired == nil else {
            throw RunFailure(
                .usage, "\(unit.label) is retired, so no update asks for it",
                fix: "penstock retire \(provider.manifest.name) \(provider.manifest.selector) \(unit.label) --undo")
        }
        guard case .sessions = try provider.expectation(of: unit.name, note: unit.note) else {
            throw RunFailure(
                .usage, "\(unit.label) has no row for every session, so nothing of it waits to be accepted",
                fix: "name a symbol; penstock status says which ones wait")
        }
    }
}

extension Record {
    /// The units that a person names. Throws `RunFailure` with 64 for one that is not in the archive.
    func units(named names: [String], of provider: any LoadedProvider, verb: String) throws -> [UnitRecord] {
        try provider.manifest.subjects == nil
            ? series(named: names, of: provider, verb: verb) : unitsOfSubjects(named: names, of: provider, verb: verb)
    }

    private func series(named names: [String], of provider: any LoadedProvider, verb: String) throws -> [UnitRecord] {
        let name = provider.manifest.name
        return try provider.roots(for: Selection(names: names)).map { unit in
            if let record = try self.unit(unit, of: name), record.state != .known { return record }
            if let former = try formerName(unit, of: name) {
                throw RunFailure(
                    .usage, former.text,
                    fix:
                        """
                        name \(former.now); if somebody else has the name \(former.label) now, penstock accept \(name) \
                        \(former.label) --as newcomer lets you ask for it
                        """
                )
            }
            let label = try provider.label(of: unit, note: nil)
            throw unknown(label, among: try units(of: name, admittedOnly: true).map(\.label), verb: verb)
        }
    }

    /// The series of markets, and the lists that were asked for by the markets' names.
    private func unitsOfSubjects(named names: [String], of provider: any LoadedProvider, verb: String) throws
        -> [UnitRecord]
    {
        let name = provider.manifest.name
        let roots = try provider.roots(for: Selection(names: names))
        let asked = Set(roots)
        var subjects: [UnitName: [SubjectRecord]] = [:]
        var labels: [String] = []
        try eachFollowed(of: name) { subject in
            for root in try provider.roots(of: subject.name, note: subject.note) where asked.contains(root) {
                subjects[root, default: []].append(subject)
            }
            labels.append(subject.label)
            return true
        }
        return try roots.flatMap { root in
            let lists = try [unit(root, of: name)].compactMap { $0 }.filter { $0.state != .known }
            let own = subjects[root] ?? []
            guard !own.isEmpty || !lists.isEmpty else {
                throw unknown(try provider.names(names, comingTo: [root]).first ?? root.text, among: labels, verb: verb)
            }
            return try lists + own.flatMap { try unitNames(of: $0).sorted().compactMap { try unit($0, of: name) } }
        }
    }

    private func unknown(_ label: String, among labels: [String], verb: String) -> RunFailure {
        RunFailure(
            .usage, "\(label) is not in the archive at \(directory), so there is nothing to \(verb)",
            fix: Suggestion.nearest(to: label, among: labels).map { "did you mean \($0)?" }
                ?? "penstock status lists what is there")
    }
}
