package import Archive
import Host
import PluginKit
import Tabular

/// What came of fetching a unit anew whose rows no sink holds whole.
package struct Refetch: Sendable {
    package let unit: UnitRecord
    /// nil: nothing was changed.
    package let deed: Repair.Deed?
    /// Why, or what was done, in a sentence without a full stop.
    package let message: String
    /// Where what was damaged is kept, absolute.
    package let kept: [String]
}

/// Rows that came anew, held against those that can still be read of a damaged series.
struct RefetchComparison {
    /// Rows that can be read and did not come, of the holding.
    let missing: [Int]
    /// Rows that came with other cells.
    let differing: Int
    private let count: Int

    /// Both in key order. `unit`: the columns of the key that name the unit: rows of another's file are none of this
    /// one's. `surplus`: rows that can be read beyond those of the record, which nobody wrote; `isExact`: what came is
    /// what the record says, to its digest.
    init(fetched: Batch, holding: Batch, unit: [Int], surplus: Int, isExact: Bool) {
        var missing: [Int] = []
        var differing = 0
        var row = 0
        for old in 0..<holding.count {
            guard fetched.isEmpty || unit.allSatisfy({ fetched.isSame(column: $0, row: 0, as: old, in: holding) })
            else { continue }
            while row < fetched.count, fetched.compareKey(row, to: old, in: holding) < 0 { row += 1 }
            if row == fetched.count || fetched.compareKey(row, to: old, in: holding) != 0 {
                missing.append(old)
            } else if !fetched.isSame(row: row, as: old, in: holding) {
                differing += 1
            }
        }
        self.missing = isExact || missing.count <= surplus ? [] : missing
        (self.differing, count) = (differing, holding.count)
    }

    /// A short answer is no reason to shorten the archive: the measure is that of every whole answer that is to replace
    /// a series.
    var isShort: Bool { missing.count > max(5, count / 50) }
}

/// The directory in which units are fetched anew, inside the archive: an archive of its own, which is nobody's once it
/// is removed.
struct RefetchSite {
    static let name = ".repair"
    private let disk: FileSystem

    /// `disk`: of the archive.
    init(_ disk: FileSystem) { self.disk = disk }

    var directory: String { disk.absolute(RefetchSite.name) }

    func remove() throws(SystemError) {
        guard disk.status(RefetchSite.name) != nil else { return }
        try disk.removeTree(RefetchSite.name, last: ArchiveIdentity.fileName)
    }
}
