extension Archive {
    /// Removes a sink with its files, or its tables and all views. To be called in a run.
    ///
    /// Throws `.otherSinks` for a sink that the archive is not kept as, and for its last one; then nothing was changed.
    @discardableResult
    public func drop(_ name: String) throws -> Conversion {
        throw ArchiveError(.misuse, "not built yet")
    }
}
