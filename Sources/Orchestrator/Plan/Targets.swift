import Archive
import PluginKit
import Tabular

/// The units that a job is about, as far as they are known before anything is asked.
struct Targets {
    let job: Job
    let provider: any LoadedProvider
    let planner: Planner
    /// nil: there is no archive yet.
    let archive: ArchiveReader?
    /// Units of which the record is not to be believed, by id.
    let misdated: [Int64: Misdated]
    /// What of the job's selection speaks of the provider; nil: nothing.
    let selection: Selection?
    private let categories: Set<CategoryName>
    private let datasets: Set<String>
    /// Every unit is held against it, so it is made once. What is wrong with a selection is thrown where it is first
    /// needed.
    private let made: Result<Roots, any Error>

    init(
        job: Job, provider: any LoadedProvider, planner: Planner, archive: ArchiveReader?,
        misdated: [Int64: Misdated] = [:]
    ) {
        self.job = job
        self.provider = provider
        self.planner = planner
        self.archive = archive
        self.misdated = misdated
        selection = job.selection.speaking(of: provider.manifest, among: job.providers.map(\.manifest.name))
        categories = Set(job.selection.categories.map(CategoryName.init))
        datasets = Set(job.selection.datasets)
        made = Result { [selection] in try Roots(of: selection, provider, archive, isNew: job.command == .backfill) }
    }

    /// What a selection comes to: the units that the provider makes of it.
    private struct Roots {
        /// Without series of their own.
        var lists: [UnitName] = []
        var series: [UnitName] = []
        let all: Set<UnitName>
        /// Names of units that have another name now.
        var renamed: [FormerName] = []

        init(of selection: Selection?, _ provider: any LoadedProvider, _ archive: ArchiveReader?, isNew: Bool) throws {
            // A name that a series had stands for the series: nothing is asked for under it any more.
            let former = try archive?.record.formerNames(of: provider.manifest.name) ?? [:]
            var all: Set<UnitName> = []
            if provider.manifest.needsNames, selection?.names.isEmpty != false {
                self.all = []
                guard isNew, selection != nil,
                    try archive?.record.admittedUnits(of: provider.manifest.name).isEmpty != false
                else { return }
                throw provider.lackOfNames
            }
            for named in try selection.map(provider.roots) ?? [] {
                if let name = former[named] { renamed.append(name) }
                let root = former[named]?.unit ?? named
                guard all.insert(root).inserted else { continue }
                if try provider.isList(root) { lists.append(root) } else { series.append(root) }
            }
            self.all = all
        }
    }

    private var roots: Roots { get throws { try made.get() } }
    var name: String { provider.manifest.name }
    /// Names of the selection by which units were known before.
    var renamed: [FormerName] { (try? made.get().renamed) ?? [] }
    var hasSubjects: Bool { provider.manifest.subjects != nil }
    /// Symbols, or what names subjects; empty: all that there is.
    var names: [String] { selection?.names ?? [] }

    /// The units that the job names; nil when it names none, or a list that stands for all that it tells of.
    func named() throws -> Set<UnitName>? {
        guard !names.isEmpty else { return nil }
        let roots = try roots
        return roots.lists.isEmpty ? roots.all : nil
    }

    /// Lists that set the facts, before anything else is asked.
    func prologue() throws -> [UnitRecord] { try records(provider.prologue()) { _ in true } }

    /// The lists that the job is about, unless it names units.
    func lists() throws -> [UnitRecord] {
        guard try named() == nil else { return [] }
        // An update moves on what the archive has; a list that is named for it is new to nobody.
        let mayAdd = job.command == .backfill || hasSubjects && (job.selection.status != nil || !names.isEmpty)
        return try records(roots.lists) { _ in mayAdd }
    }

    /// Series that the job names and the archive does not have.
    func unadmitted() throws -> [UnitRecord] {
        try records(roots.series) { _ in job.command == .backfill }.filter { $0.id == 0 || $0.state == .known }
    }

    /// The ids of the admitted units that are looked at; which of them are due is the planner's to say.
    func admitted() throws -> [Int64] {
        guard let archive else { return [] }
        if let named = try named() {
            return try named.sorted().compactMap { try archive.record.unit($0, of: name) }.filter { $0.state != .known }
                .map(\.id)
        }
        guard job.command == .update, !planner.asksAgain else { return try archive.record.admittedUnits(of: name) }
        return misdated.keys.sorted()
            + (try archive.record.dueUnits(of: name, by: planner.now)).filter { misdated[$0] == nil }
    }

    /// The ids of the lists whose time has come.
    func dueLists() throws -> [Int64] {
        guard let archive else { return [] }
        let due = try archive.record.dueLists(of: name, by: planner.now)
        let again = try misdated.keys.sorted().filter {
            try !due.contains($0) && archive.record.unit($0)?.partition.isEmpty == true
        }
        return due + again
    }

    /// Whether the job speaks of a unit that the archive has.
    func isMeant(_ unit: UnitRecord) throws -> Bool {
        if let named = try named() { return named.contains(unit.name) }
        guard hasSubjects, selection != nil else { return selection != nil }
        guard let owner = unit.subject, let note = unit.note else {
            // A list that was not asked for by name is left alone when names are given.
            return try names.isEmpty || roots.all.contains(unit.name)
        }
        guard job.options.updatesSeries else { return false }
        guard
            try datasets.isEmpty
                || provider.series(of: unit.name, note: note).contains(where: { datasets.contains($0.name) })
        else {
            return false
        }
        return try isChosen(owner.name, note: note)
    }

    /// Whether the job's names, categories and status speak of a subject.
    func isWanted(_ subject: SubjectRecord) throws -> Bool {
        guard let selection else { return false }
        do {
            return try isWanted(subject, selection)
        } catch let error as PluginError where error.code == .unreadable {
            // The next walk of its list makes its note anew.
            return false
        }
    }

    private func isWanted(_ subject: SubjectRecord, _ selection: Selection) throws -> Bool {
        guard try isChosen(subject.name, note: subject.note) else { return false }
        return try selection.status.map { try provider.isWanted(subject.name, note: subject.note, status: $0) } ?? true
    }

    /// Whatever its status is.
    private func isChosen(_ subject: String, note: String) throws -> Bool {
        guard try names.isEmpty || provider.roots(of: subject, note: note).contains(where: roots.all.contains) else {
            return false
        }
        return try categories.isEmpty
            || provider.categories(of: subject, note: note).contains { categories.contains(CategoryName($0)) }
    }

    /// Named units that an update cannot move on, because the archive does not have them.
    func unknown() throws -> [String] {
        guard job.command == .update, !names.isEmpty else { return [] }
        if let named = try named() {
            return try named.sorted().filter { try archive?.record.unit($0, of: name)?.state ?? .known == .known }.map {
                try provider.label(of: $0, note: nil)
            }
        }
        guard hasSubjects else { return [] }
        let roots = try roots
        var missing = roots.all
        try archive?.record.eachFollowed(of: name) { subject in
            missing.subtract(try provider.roots(of: subject.name, note: subject.note))
            return !missing.isEmpty
        }
        return try provider.names(names, comingTo: missing)
    }

    /// A unit and its coverage without what a clock that was ahead has recorded.
    func believed(_ unit: UnitRecord, _ expectation: UnitExpectation) throws -> (unit: UnitRecord, coverage: Coverage) {
        var coverage = try unit.id == 0 ? Coverage() : archive?.record.coverage(of: unit.id) ?? Coverage()
        guard let misdated = misdated[unit.id] else { return (unit, coverage) }
        coverage.distrust(misdated, expectation, at: planner.now)
        return (unit.asDue(at: planner.now), coverage)
    }

    /// What a unit is to be asked for, if anything is due.
    func admission(of unit: UnitRecord) throws -> Admission? {
        let expectation = try provider.expectation(of: unit.name, note: unit.note)
        let (unit, coverage) = try believed(unit, expectation)
        guard
            let plan = try planner.next(unit, expectation: expectation, coverage: coverage)
                ?? rereading(of: unit, expectation: expectation, coverage: coverage)
        else { return nil }
        let series = try provider.series(of: unit.name, note: unit.note)
        if let fault = expectation.fault(of: series) {
            throw PluginError(
                .plugin, "\(name) \(unit.label): \(fault)", fix: "this is a defect of the plugin; please report it")
        }
        return Admission(
            provider: name, name: unit.name, label: unit.label, partition: unit.partition, note: unit.note,
            rank: unit.rank,
            span: plan.span, purpose: plan.purpose, subject: unit.subject?.id,
            datasets: series)
    }

    /// A unit that has nothing left to be asked for, and whose rows do not add up to what its upstream states: all of
    /// it, once more.
    private func rereading(of unit: UnitRecord, expectation: UnitExpectation, coverage: Coverage) throws -> UnitPlan? {
        guard let archive, unit.state == .admitted, let due = unit.due, due <= planner.now,
            expectation.total?.isBinding == true,
            planner.plan(unit, expectation: expectation, coverage: coverage).isComplete,
            case .continuous(let continuity) = expectation
        else { return nil }
        let whole = ContinuousPlan(planner: planner, unit: unit, continuity: continuity, coverage: coverage).whole
        do {
            let check = TotalCheck(archive: archive, provider: provider)
            return try check.difference(of: unit, expectation, coverage).map { _ in
                UnitPlan(span: whole, purpose: .recheck)
            }
        } catch let error as ArchiveError where error.isOfOneUnit {
            // Its own walk finds the damage, and fails for it alone.
            return UnitPlan(span: whole, purpose: .recheck)
        }
    }

    /// The archive's records of units; a unit that it does not have gets the id 0, where it may be added.
    private func records(_ names: [UnitName], mayAdd: (UnitName) -> Bool) throws -> [UnitRecord] {
        try names.compactMap { unit in
            if let known = try archive?.record.unit(unit, of: name), known.state != .known || mayAdd(unit) {
                return known
            }
            guard mayAdd(unit) else { return nil }
            return UnitRecord(
                new: unit, provider: name, label: try provider.label(of: unit, note: nil),
                partition: try provider.partition(of: unit, note: nil))
        }
    }
}

/// A name of a category as people write it: without regard to case, spaces and dashes.
struct CategoryName: Hashable {
    private let folded: String

    init(_ name: String) {
        folded = String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
