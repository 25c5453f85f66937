import GRDB
import Host

extension Database {
    /// Ends the open transaction by a commit; `path` is what an error names.
    func commit(on disk: FileSystem, path: String) throws {
        let refusal = disk.calls.willCommit()
        guard refusal == 0 else { throw SystemError(call: .commit, path: path, errno: refusal) }
        try execute(sql: "COMMIT")
        disk.calls.didCommit()
    }
}

extension DatabaseQueue {
    /// A transaction of its own; rolled back when the body or the commit fails.
    func transaction<Result>(on disk: FileSystem, path: String, _ body: (Database) throws -> Result) throws -> Result {
        try inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            do {
                let result = try body(db)
                try db.commit(on: disk, path: path)
                return result
            } catch {
                if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
                throw error
            }
        }
    }
}
