package import Archive

/// What was done about one finding.
package struct Repair: Sendable, Hashable {
    package enum Deed: String, Sendable, Hashable, CaseIterable {
        /// What stood behind the committed length was cut.
        case truncated
        /// The series was written anew from another sink that holds it whole.
        case copied
        /// The unit was fetched anew, and took the place of what was damaged in every sink.
        case fetched
        /// The same, and not all came that the record had.
        case fetchedInPart = "fetched_in_part"
        /// The unit's rows stay; the next update asks for all of them and compares.
        case toBeFetched = "to_be_fetched"
        /// Made anew from the record.
        case rendered
        /// Something that the archive did not write was moved out of the way.
        case movedAside = "moved_aside"
        /// Rows that belong to no unit were deleted.
        case rowsDeleted = "rows_deleted"
        /// The record was put right: what it said of a replacement or of a sink that is not the archive's.
        case recordSettled = "record_settled"
        /// Nothing: it cannot be put right without a copy.
        case none
    }

    package let finding: Finding
    package let deed: Deed
    /// What was done, in a sentence without a full stop.
    package let message: String
    /// Where what was damaged is kept, absolute.
    package internal(set) var kept: [String] = []

    init(_ finding: Finding, _ deed: Deed, _ message: String, kept: [String] = []) {
        self.finding = finding
        self.deed = deed
        self.message = message
        self.kept = kept
    }
}
