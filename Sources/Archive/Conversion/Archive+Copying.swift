public import PluginKit
public import Tabular

extension Archive {
    /// Makes another archive of this one in a directory that does not exist or is empty: the same record under another id, the same rows in
    /// other sinks. This one stays as it is. It is built in `<directory>.converting` and gets its name when all of it is on the disk; told again
    /// after a kill, it begins anew.
    ///
    /// Not to be called in a run: the ledger goes along. `holder` is what others are told who find the new archive locked. Throws `.pathTaken`
    /// where something is in the directory, and what `add` throws.
    @discardableResult
    public func convert(
        to directory: String, sinks: [ArchiveSink], created: Instant, holder: String,
        declared: (_ provider: String, _ dataset: String) -> Dataset? = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        throw ArchiveError(.misuse, "not built yet")
    }
}
