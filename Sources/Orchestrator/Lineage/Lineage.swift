import Archive
import PluginKit
import Tabular

/// Moves series on whose members a list has under new names, and says where names changed without a proof (E19).
struct Lineage {
    let run: RunWork
    let targets: Targets

    private var provider: any LoadedProvider { targets.provider }
    private var archive: Archive { run.archive }

    /// Looks at what the lists say after they were read, be it in this run or before a kill. Returns the ids of units
    /// that this run is not to ask for: the new names of series that could not be moved.
    func moveOn() throws -> Set<Int64> {
        guard !run.tally.mustStop else { return [] }
        var held: Set<Int64> = []
        for dataset in provider.manifest.datasets {
            guard case .entities(let membership?) = dataset.kind, membership.identity != nil else { continue }
            let rows = try archive.record.entities(of: provider.manifest.name, in: dataset)
            guard !rows.isEmpty else { continue }
            let lists = try archive.record.units(of: provider.manifest.name).filter { $0.partition.isEmpty }
            let names = try ListedNames(rows, of: dataset) { name in
                try unit(name).map { try archive.record.formerLabels(of: $0.id) } ?? []
            } wasRead: { after, before in
                try lists.contains { try archive.record.wasRead($0, after: after, before: before) }
            }
            for rename in names.renames { if let id = try move(rename) { held.insert(id) } }
            for doubt in names.doubts { try say(doubt) }
        }
        return held
    }

    /// The unit of a listed name; nil where the archive has none that was ever asked for.
    private func unit(_ name: String) throws -> UnitRecord? {
        guard let root = try provider.roots(for: Selection(names: [name])).first else { return nil }
        return try archive.record.unit(root, of: provider.manifest.name).flatMap { $0.state == .known ? nil : $0 }
    }

    /// Returns the id of a unit of the new name that is to wait.
    private func move(_ rename: ListedNames.Rename) throws -> Int64? {
        // What its owner has retired stays as it is; the new name is followed by itself.
        guard let old = try unit(rename.old), old.retired == nil,
            let root = try provider.roots(for: Selection(names: [rename.new])).first
        else { return nil }
        let identity = "one CIK \(rename.identity)"
        let new = try archive.record.unit(root, of: provider.manifest.name)
        if let new, try !rows(of: new).isEmpty {
            if try rows(of: old).isEmpty { return nil }
            try say(
                """
                E19: \(new.label): \(old.label) is \(new.label) since \(rename.since) (\(identity)), and both have \
                rows: they stay two series; to make them one: penstock forget \(provider.manifest.name) --symbols \
                \(new.label), and the next update moves \(old.label) on
                """,
                of: old)
            return nil
        }
        let label = try provider.label(of: root, note: nil)
        let text = "E19: \(label): \(old.label) is \(label) since \(rename.since): \(identity), its series goes on"
        let renaming = UnitRenaming(
            old, to: root, label: label, partition: try provider.partition(of: root, note: nil), since: rename.since,
            proof: identity,
            flag: RowFlag(text))
        do {
            try archive.rename(renaming, run: run.report.run, now: targets.planner.now)
            tell(text, of: label)
            return nil
        } catch let error as ArchiveError where error.isOfOneUnit {
            run.tally.codes.insert(.integrity)
            tell(
                "E19: \(old.label): it is \(label) since \(rename.since) and cannot be moved on: \(error)",
                of: old.label)
            return new?.id
        }
    }

    private func say(_ doubt: ListedNames.Doubt) throws {
        // Only what is followed under the old name is worth a word.
        for name in doubt.old {
            guard let old = try unit(name), try !rows(of: old).isEmpty else { continue }
            let came = doubt.new.joined(separator: ", ")
            try say(
                """
                E19: \(old.label): it left the list, and \(came) came under one CIK (\(doubt.identity)); \(doubt.why), \
                so nothing is proved: renamed? Both stay as they are
                """,
                of: old)
        }
    }

    private func rows(of unit: UnitRecord) throws -> [Dataset] {
        try provider.series(of: unit.name, note: unit.note).filter {
            try archive.reader.extent(of: unit, in: $0) != nil
        }
    }

    /// Once.
    private func say(_ text: String, of unit: UnitRecord) throws {
        let isNew = try archive.change {
            try $0.flag(unit, RowFlag(text), run: run.report.run, now: targets.planner.now)
        }
        if isNew { tell(text, of: unit.label) }
    }

    private func tell(_ text: String, of label: String) {
        run.observer.observe(.flagged(label: label, text: text))
        run.report.tell(text)
    }
}
