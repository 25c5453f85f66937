import GRDB

extension ArchiveReader {
    /// Units that the upstream does not have, the one that is asked again first before the others; `cause` and `due` are set.
    public func waiting(of provider: String, limit: Int) throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(
                db, where: "provider = ? AND cause IS NOT NULL AND due IS NOT NULL ORDER BY due, id LIMIT ?", [provider, limit])
        }
    }
}
