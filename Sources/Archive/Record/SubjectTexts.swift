import GRDB
package import PluginKit
package import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// What subjects were made from last (columns `digest` and `holds_until` of table `subjects`), and those that a page
/// shows in the very same text: some statements a list and a page, and none a subject.
extension Record {
    /// So many of one list are known; the others are made anew every time. 24 bytes of memory each.
    private static let most = 500_000

    /// Of the subjects that a list has to show again. One that a later run than `now` has seen, by a clock that was
    /// ahead, is not known, nor one whose text says something else by now.
    package func texts(shownBy list: UnitRecord, now: Instant) throws -> [(digest: TextDigest, id: Int64)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT id, digest FROM subjects WHERE list = ?1 AND digest IS NOT NULL AND seen <= ?2
                    AND (holds_until IS NULL OR holds_until > ?2) LIMIT ?3
                """, [list.id, now.record, Record.most])
            var texts: [(digest: TextDigest, id: Int64)] = []
            while let row = try rows.next() {
                let digest = try row.withUnsafeData(atIndex: 1) { bytes in
                    bytes.flatMap { $0.withUnsafeBytes(TextDigest.init) }
                }
                if let digest { texts.append((digest, row[0])) }
            }
            return texts
        }
    }

    /// Whether all of them are made from the texts in which a page has shown them.
    package func areMade(_ subjects: [UnchangedSubject]) throws -> Bool {
        guard !subjects.isEmpty else { return true }
        let digests = Data(subjects.flatMap(\.digest.bytes))
        return try read { db in
            try db.integer(
                """
                SELECT count(*) FROM json_each(?1) e JOIN subjects s ON s.id = e.value
                WHERE s.digest = substr(?2, e.key * 16 + 1, 16)
                """, [subjects.map(\.id).json, digests]) == Int64(subjects.count)
        }
    }

    /// Subjects that a page shows as they were: they are there. Returns how many of them no earlier page of the walk
    /// had shown.
    func keep(_ subjects: [UnchangedSubject], walk: Int64, now: Instant, _ db: Database) throws -> Int {
        guard !subjects.isEmpty else { return 0 }
        let ids = subjects.map(\.id).json
        try db.run(
            """
            UPDATE subjects SET walk = ?1, seen = ?2 WHERE id IN (SELECT value FROM json_each(?3)) AND walk IS NOT ?1
            """, [walk, now.record, ids])
        let newlyShown = db.changesCount
        if newlyShown < subjects.count {
            try db.run(
                "UPDATE subjects SET seen = ?1 WHERE id IN (SELECT value FROM json_each(?2))", [now.record, ids])
        }
        return newlyShown
    }
}

extension TextDigest {
    /// As the record keeps it.
    var blob: Data { Data(bytes) }
}
