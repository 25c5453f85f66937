import Archive
import PluginKit
import Tabular

/// The subjects (markets) that a job means: those that are followed, those that it lets in, and their units.
extension Targets {
    /// How many subjects are followed; nil: all that are wanted, as for those that are named.
    var limit: Int? {
        guard names.isEmpty else { return nil }
        switch job.selection.limit {
        case .usual: return provider.manifest.subjects?.limit
        case .count(let count): return count
        case .all: return nil
        }
    }

    /// The ids of the followed subjects that the job speaks of.
    func followed() throws -> [Int64] {
        var ids: [Int64] = []
        try archive?.record.eachFollowed(of: name) { subject in
            if try isWanted(subject) { ids.append(subject.id) }
            return true
        }
        return ids
    }

    /// Whether one of the followed subjects is one that the job speaks of.
    func followsAny() throws -> Bool {
        var isFound = false
        try archive?.record.eachFollowed(of: name) { subject in
            isFound = try isWanted(subject)
            return !isFound
        }
        return isFound
    }

    /// The ids of those that the job would let in, the highest rank first: as many as its limit leaves room for beside
    /// the followed ones.
    ///
    /// - Parameter known: names of subjects that are followed elsewhere.
    func newcomers(beside followed: Int, except known: Set<String> = []) throws -> [Int64] {
        let places = limit.map { max(0, $0 - followed) } ?? .max
        guard places > 0 else { return [] }
        var ids: [Int64] = []
        try archive?.record.eachCandidate(of: name) { subject in
            if known.contains(subject.name) { return true }
            if try subject.cause == nil && (!subject.isForgotten || !names.isEmpty) && isWanted(subject) {
                ids.append(subject.id)
            }
            return ids.count < places
        }
        return ids
    }

    /// The series that the job wants of a subject and that the archive does not have.
    func newUnits(of subject: SubjectRecord) throws -> [UnitRecord] {
        guard let selection else { return [] }
        let known = subject.followed == nil ? [] : try archive?.record.unitNames(of: subject) ?? []
        return try provider.units(of: subject.name, note: subject.note, selection: selection).filter {
            !known.contains($0)
        }
        .map { try record(of: $0, subject) }
    }

    /// A unit of a subject, as the archive will have it.
    private func record(of unit: UnitName, _ subject: SubjectRecord) throws -> UnitRecord {
        var record = UnitRecord(
            new: unit, provider: name, label: try provider.label(of: unit, note: subject.note),
            partition: try provider.partition(of: unit, note: subject.note))
        record.note = subject.note
        record.rank = subject.rank
        record.subject = UnitRecord.Owner(id: subject.id, name: subject.name)
        return record
    }
}
