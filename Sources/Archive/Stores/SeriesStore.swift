package import PluginKit
package import Tabular

/// One of the places where an archive keeps the rows of series: files that grow, tables in the record's own database,
/// or something else that can make rows durable before the record says so.
///
/// Of each series a store has one ``SeriesPart`` in the record. A page is **staged** in every store, and then kept or
/// dropped in all of them: what is wrong with a unit's own rows is found while it is staged, and costs that unit alone.
/// A group of pages becomes true by one commit of the record, and a store takes part in it in three steps, each of
/// which can be done again after a kill: it is **prepared** (what was written is durable, and nobody sees it yet), it
/// is **recorded** (the parts, and what the store has promised, in the record's transaction), and it is **settled**
/// (names are changed, a transaction of the store's own is ended).
///
/// Rows of a part have the columns of the schema with which it was written (``SeriesPart/schema``). A series that is
/// asked for with more is read with nulls in those, and a part is written with them from its next change on.
///
/// Errors with `isOfOneUnit` say that a part is not what the record says, or cannot be; all others end the use of the
/// archive.
package protocol SeriesStore: AnyObject {
    /// As in `--storage` and in the record: `csv`, `csv.gz`, `sqlite`.
    var name: String { get }

    // MARK: Looking

    /// Hands out rows in key order, in batches of a bounded size, with what the open group has and the columns of
    /// `series`. With `lower`, rows before that tick may be left out. Throws `.damagedFile` where they are not what the
    /// record says, as far as that shows.
    func read(
        _ part: SeriesPart, of series: Series, from lower: Int64?, in group: CommitGroup?,
        _ body: (Batch) throws -> Void) throws

    /// Hands out what can still be read, whatever the record says of it. Throws `FileFormatError` where it ends before
    /// it should.
    func salvage(_ part: SeriesPart, of series: Series, _ body: (Batch) throws -> Void) throws

    /// Holds a part against the record. Changes nothing.
    func verify(_ part: SeriesPart, of series: Series, isFull: Bool, tailOrigin: () throws -> TailOrigin) throws
        -> SeriesLook

    /// A part is not what the record says: what is wrong, and what to do.
    func damaged(_ part: SeriesPart, of series: Series, _ what: String) -> ArchiveError

    // MARK: Pages

    /// A series is admitted, in a transaction that is open. Where the store has no part of it, one of nothing yet goes
    /// into the record. Throws `.pathTaken` where something else is, unless `claiming`: what is there will be kept
    /// aside.
    func begin(_ series: Series, _ part: SeriesPart?, claiming: Bool) throws

    /// The first touch of a part in a group: throws where it is not what the record says.
    func look(at part: SeriesPart, of series: Series, in group: CommitGroup?) throws

    /// Whether a change writes anything; throws where it cannot.
    func look(at write: SeriesWrite, in group: CommitGroup?) throws -> Bool

    /// Whether the open group has to be committed before a change: a part that it writes anew cannot be written anew a
    /// second time.
    func mustCommit(_ group: CommitGroup, before kind: SeriesWrite.Kind, to part: SeriesPart) -> Bool

    /// Takes a change of the page that is being staged.
    func stage(_ write: SeriesWrite, in group: CommitGroup) throws

    /// Nothing of the page's unit can go wrong any more: what was staged is the group's.
    func keepStaged(in group: CommitGroup) throws

    /// What was staged goes. What it changed in the record's transaction and in the group's parts is taken back by
    /// them.
    func dropStaged(in group: CommitGroup) throws

    /// Lets go of what a replacement in parts has so far. Whether some of it was committed: then the group is to be
    /// committed before another begins.
    func dropDraft(of part: SeriesPart, in group: CommitGroup) throws -> Bool

    // MARK: Whole parts

    /// Writes a part anew with other rows. Staged, as a page is.
    ///
    /// - Parameters:
    ///   - isBegun: there is something of the series, if it has no rows.
    ///   - keeping: what was there is kept where a person finds it.
    /// - Returns: where that is; nil where there was nothing to keep.
    @discardableResult
    func replace(
        _ part: SeriesPart, of series: Series, isBegun: Bool, keeping: Bool, in group: CommitGroup, rows: RowFeed
    ) throws
        -> String?

    /// Writes a part with the columns of `series`, which has more of them: the same rows, held against the record.
    /// Staged, as a page is.
    func widen(_ part: SeriesPart, of series: Series, in group: CommitGroup) throws

    /// In a transaction of its own before ``rename(_:of:to:in:)``: what a kill in the middle of it would leave is
    /// promised to go.
    func prepareRename(of part: SeriesPart, _ series: Series, to renaming: UnitRenaming) throws

    /// A part goes on under another name of its unit: the same rows, with that name in their keys. Staged, as a page
    /// is.
    func rename(_ part: SeriesPart, of series: Series, to renaming: UnitRenaming, in group: CommitGroup) throws

    /// A unit leaves the archive, in a transaction that is open: its rows go. Unless `isKept` elsewhere they are kept
    /// where a person finds them, as far as that can be without a `dataset`, which nobody may know any more. Whether
    /// they are kept now.
    func letGo(of part: SeriesPart, of unit: UnitRecord, _ dataset: Dataset?, isKept: Bool, run: Int64?, now: Instant)
        throws -> Bool

    /// Where something stands that the archive did not make and a series of it would need the place; looked at before a
    /// conversion writes anything.
    func refuseTaken(_ series: Series) throws

    /// The same of what the store has of lists of entities.
    func refuseTakenLists() throws

    /// What people see of a list of entities beside its rows, in a transaction that is open.
    func declareViews(of dataset: Dataset, of provider: String) throws

    /// The store leaves the archive with all that it has, in a transaction that is open.
    func leave() throws

    /// Rows that belong to no unit, of a dataset; one in a unit's own range is that unit's trouble.
    func strayRows(of provider: String, _ dataset: Dataset) throws -> [StrayRows]

    /// Deletes what ``strayRows(of:_:)`` finds now, in a transaction that is open.
    func deleteStrayRows(of provider: String, _ dataset: Dataset) throws

    // MARK: Commit

    /// What the group has of this store becomes durable, and its parts say so.
    func prepare(_ group: CommitGroup) throws

    /// The record has what was prepared, or has not. To be done again when the archive is opened after a kill.
    func settle() throws

    /// Nothing of what was written since the last commit is kept.
    func rollBack()

    /// Puts right what a killed run left: what no commit knows of goes. `parts`: of this store and of units that were
    /// under way. Returns the units whose walks have to begin anew.
    func recover(_ parts: [SeriesPart]) throws -> Set<Int64>

    /// Nothing is asked of it any more.
    func close()
}

extension SeriesStore {
    package func prepareRename(of part: SeriesPart, _ series: Series, to renaming: UnitRenaming) throws {}
    package func refuseTakenLists() throws {}
    package func declareViews(of dataset: Dataset, of provider: String) throws {}
    package func strayRows(of provider: String, _ dataset: Dataset) throws -> [StrayRows] { [] }
    package func deleteStrayRows(of provider: String, _ dataset: Dataset) throws {}
    package func settle() throws {}
    package func rollBack() {}
    package func close() {}
}

/// One series of a unit, with the columns in which it is read and written.
package struct Series: Sendable {
    package let unit: UnitRecord
    package let dataset: Dataset

    package init(_ unit: UnitRecord, _ dataset: Dataset) {
        self.unit = unit
        self.dataset = dataset
    }

    var label: String { unit.label }
}

/// Rows of a table whose keys begin with what no unit's keys begin with.
package struct StrayRows: Sendable {
    package let table: String
    package let prefix: String
    package let rows: Int64
}

/// Hands rows in key order to `take`, batch by batch.
package typealias RowFeed = (_ take: (Batch) throws -> Void) throws -> Void

/// Rows in key order that every store of an archive reads for itself.
struct RowSource {
    /// Of all of them, where it was worked out already.
    let digest: RowDigest?
    let isEmpty: Bool
    /// The first tick; nil where there is none.
    let first: Int64?
    /// Begins to read; the result gives the next rows, nil at the end.
    let open: () throws -> () throws -> Batch?

    /// The rows of one batch.
    init(_ batch: Batch, of dataset: Dataset, digest: RowDigest) {
        self.digest = digest
        isEmpty = batch.isEmpty
        first = dataset.firstTick(batch)
        open = {
            var rest: Batch? = batch
            return {
                defer { rest = nil }
                return rest
            }
        }
    }

    init(first: Int64?, open: @escaping () throws -> () throws -> Batch?) {
        digest = nil
        isEmpty = false
        self.first = first
        self.open = open
    }
}

/// One change of a series, for one store.
package struct SeriesWrite {
    package enum Kind: Sendable {
        /// All rows stand behind what is stored.
        case append
        /// Each takes the place of the stored row of its key, or stands between stored rows.
        case merge
        /// The series is written anew, by this part of it and those before.
        case replace(isLast: Bool)
    }

    let series: Series
    let part: SeriesPart
    let kind: Kind
    let rows: RowSource
    /// Told of each stored row whose cells become others; nil: nobody listens.
    var replacing: RowReplacement?
}

extension SeriesWrite {
    /// Whether a row of it stands before the last stored one, or in its place.
    func overlaps(_ stored: RowTally) -> Bool {
        guard let last = stored.last, let first = rows.first else { return stored.count > 0 }
        return first <= last
    }
}

extension Dataset {
    /// The axis cell of the first row.
    func firstTick(_ batch: Batch) -> Int64? {
        guard let column = axisColumn, batch.count > 0 else { return nil }
        return batch.columns[column].values[0]
    }
}

/// What one look at a series in one sink has shown.
package struct SeriesLook {
    package var findings: [Finding] = []
    package var notes: [(code: VerificationNote.Code, place: String)] = []
    /// Rows and bytes that were read.
    package var rows: Int64 = 0
    package var bytes: Int64 = 0
    /// Of rows that were read whole and whose digest is that of the record.
    package var proved: RowTally?
}

/// Whose the bytes behind a file's committed length are.
package enum TailOrigin {
    /// Somebody writes the archive at this moment.
    case writer
    /// A run that was killed; the next one cuts them.
    case killedRun
    /// Nobody's who keeps a record.
    case stranger
}
