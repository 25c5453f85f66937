package import PluginKit

/// One thing that is not what the record says: what, where, and what to do.
package struct Finding: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file or the table is not there, or is something else than a file.
        case missing
        /// The file has fewer bytes than were committed.
        case short
        /// The file has more bytes than were committed, and nobody is writing it.
        case longer
        /// The last committed bytes are not those that were written.
        case alteredTail = "altered_tail"
        /// Bytes or cells that the sink does not write: a broken line, a header of other columns, a wrong checksum of
        /// gzip.
        case unreadable
        /// The system does not let this user read it. No damage is known, so no repair touches it.
        case inaccessible
        /// Another number of rows than recorded.
        case wrongRows = "wrong_rows"
        /// The first or last row is of another day or moment than recorded.
        case wrongEnds = "wrong_ends"
        /// Keys do not increase from row to row.
        case wrongOrder = "wrong_order"
        /// The right number of rows, and not those that were written.
        case wrongDigest = "wrong_digest"
        /// The record says of two sinks that they hold different rows of one series.
        case disparity
        /// The record has no row for a series in one of the archive's sinks.
        case unrecorded
        /// The record has rows in a sink that the archive does not have.
        case otherSink = "other_sink"
        /// Something stands where the archive has made no file yet.
        case taken
        /// The temporary file of a replacement that is under way is not there whole.
        case lostReplacement = "lost_replacement"
        /// Rows that wait for others of their walk are not there as they were written.
        case lostPages = "lost_pages"
        /// A table has rows that belong to no unit.
        case strayRows = "stray_rows"
        /// A file that is made from the record is not what was made.
        case renderedFile = "rendered_file"
        /// Spans of a unit overlap or are empty.
        case coverage
        /// `archive.json` does not say what the record says.
        case identity
        /// SQLite finds its own file damaged, or rows refer to others that are not there.
        case database
    }

    /// Where in the file or table.
    package struct Place: Sendable, Hashable {
        /// From 1, of the decompressed text.
        package var line: Int?
        /// From 0.
        package var byte: Int64?
        /// A row's key, its parts joined by `|`.
        package var key: String?

        package init(line: Int? = nil, byte: Int64? = nil, key: String? = nil) {
            self.line = line
            self.byte = byte
            self.key = key
        }
    }

    package let code: Code
    /// nil for what is of the whole archive.
    package var provider: String?
    package var unit: UnitName?
    /// What people call the unit.
    package var label: String?
    package var dataset: String?
    package var sink: String?
    /// Absolute.
    package let path: String
    /// Of the database at `path`; nil for files.
    package var table: String?
    package var place = Place()
    /// What is wrong, without where.
    package let message: String
    /// What to do.
    package var fix: String

    package var unitID: Int64?

    package init(_ code: Code, path: String, _ message: String, fix: String) {
        self.code = code
        self.path = path
        self.message = message
        self.fix = fix
    }
}

extension Finding: CustomStringConvertible {
    /// `AAPL: /data/equities/daily_bars/AAPL.csv, line 17: ...`, without what to do.
    package var description: String {
        var text = label.map { "\($0): " } ?? ""
        text += table.map { "the table \($0) of \(path)" } ?? path
        if let key = place.key { text += ", row \(key)" }
        if let line = place.line { text += ", line \(line)" } else if let byte = place.byte { text += ", byte \(byte)" }
        return "\(text): \(message)"
    }
}

extension Finding {
    /// About a series of a unit, or the unit itself.
    package init(
        _ code: Code, of unit: UnitRecord, dataset: String? = nil, sink: String? = nil, path: String,
        table: String? = nil,
        place: Place = Place(), _ message: String
    ) {
        let what = table == nil ? "the file" : "the archive"
        let fix =
            code == .inaccessible
            ? "give the user that runs this the permission to read it"
            : "put \(what) back from a copy, or run penstock verify \(unit.provider) --repair"
        self.init(code, path: path, message, fix: fix)
        provider = unit.provider
        self.unit = unit.name
        label = unit.label
        self.dataset = dataset
        self.sink = sink
        self.table = table
        self.place = place
        unitID = unit.id
    }

    /// About the archive's database, which nothing but a copy puts right.
    package static func database(_ message: String, path: String) -> Finding {
        Finding(
            .database, path: path, message,
            fix: "put back a copy of the whole archive's directory; nothing else is repaired before")
    }
}
