public import PluginKit

extension Archive {
    /// Adds a sink: the rows of every series are read from a sink that holds them as recorded and written through the new one; all of it
    /// becomes true in one commit. Killed before that commit, the archive is the old one, and the next `open` removes what was written.
    ///
    /// To be called in a run. `declared` gives a dataset as its plugin declares it, for its views; nil where no plugin does. What `progress`
    /// throws ends the conversion like a failure.
    ///
    /// Throws `.otherSinks` for a sink that the archive is kept as already, and where two sinks cannot be in one archive; `.pathTaken` where
    /// something else is in the way; `.damagedFile` where no sink holds a series as recorded. After those the archive is the old one and can be
    /// used.
    @discardableResult
    public func add(
        _ sink: ArchiveSink, declared: (_ provider: String, _ dataset: String) -> Dataset? = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        throw ArchiveError(.misuse, "not built yet")
    }
}
