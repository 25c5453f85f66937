/// What a conversion of an archive's sinks did.
package struct Conversion: Sendable, Hashable {
    /// Series of units: each is a file of a file sink, or a unit's part of a table.
    package internal(set) var series = 0
    /// Rows that were written, or that went with a sink.
    package internal(set) var rows = 0
    /// Of the files that were written, or that went with a sink; of rows in tables what their cells take.
    package internal(set) var bytes = 0
    /// Series that a sink no longer holds as recorded and that were read from another one: the archive needs `penstock verify --repair`.
    package internal(set) var damaged: [Damage] = []

    package struct Damage: Sendable, Hashable {
        package let unit: UnitRecord
        package let dataset: String
        package let sink: String
        /// What is wrong, with the path, and what to do.
        package let message: String
    }
}
