/// What a conversion of an archive's sinks did.
public struct Conversion: Sendable, Hashable {
    /// Series of units: each is a file of a file sink, or a unit's part of a table.
    public internal(set) var series = 0
    /// Rows that were written, or that went with a sink.
    public internal(set) var rows = 0
    /// Of the files that were written, or that went with a sink; of rows in tables what their cells take.
    public internal(set) var bytes = 0
    /// Series that a sink no longer holds as recorded and that were read from another one: the archive needs `penstock verify --repair`.
    public internal(set) var damaged: [Damage] = []

    public struct Damage: Sendable, Hashable {
        public let unit: UnitRecord
        public let dataset: String
        public let sink: String
        /// What is wrong, with the path, and what to do.
        public let message: String
    }
}
