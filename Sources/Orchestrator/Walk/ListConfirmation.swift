import Archive
import PluginKit

/// After a list was read to its end: the subjects that it used to show and did not show this time are asked for directly, batch by batch.
struct ListConfirmation {
    let archive: Archive

    /// Whether a unit is a list that asks so.
    static func isNeeded(_ work: UnitWork) -> Bool {
        work.isList && work.provider.manifest.subjects.map { $0.batch > 0 } ?? false
    }

    /// Turns the work to its first batch, or to the next; the work `isConfirmed` when there is none.
    func begin(_ work: inout UnitWork) throws {
        let limit = work.provider.manifest.subjects?.batch ?? 0
        // What a clock that was ahead has put off is asked for.
        let now = work.isMisdated ? nil : work.fetch.now
        let batch = try archive.record.unshown(by: work.unit, after: work.confirmedThrough, limit: limit, now: now)
        work.fetch.purpose = .confirm
        work.fetch.cursor = nil
        work.fingerprints = []
        work.fetch.subjects = batch.map(\.name)
        work.confirmedThrough = batch.last?.id ?? work.confirmedThrough
    }
}
