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
