/// What one look at a series in one sink has shown.
struct SeriesLook {
    var findings: [Finding] = []
    var notes: [(code: VerificationNote.Code, place: String)] = []
    /// Rows and bytes that were read.
    var rows: Int64 = 0
    var bytes: Int64 = 0
    /// Of rows that were read whole and whose digest is that of the record.
    var proved: RowTally?
}

/// Whose the bytes behind a file's committed length are.
enum TailOrigin {
    /// Somebody writes the archive at this moment.
    case writer
    /// A run that was killed; the next one cuts them.
    case killedRun
    /// Nobody's who keeps a record.
    case stranger
}
