import GRDB
import Host

extension Archive {
    /// The open group; begins one, with its transaction, where there is none.
    func openGroup() throws -> CommitGroup {
        if let group { return group }
        let group = CommitGroup(root: try disk.openDirectory(""))
        try database.inDatabase { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        self.group = group
        return group
    }

    func refuseIfPoisoned() throws {
        guard let poison else { return }
        throw ArchiveError(
            .poisoned, "The archive \(directory) was left after an error: \(poison.message)", fix: "run the same line again", cause: poison)
    }

    /// Runs a step that changes something. When it fails for more than one unit's own trouble, the group is rolled back and the archive refuses
    /// to go on. (A misuse is found before anything is changed.)
    func undoingOnFailure<Result>(_ step: () throws -> Result) throws -> Result {
        try refuseIfPoisoned()
        do {
            return try reporting(step)
        } catch let error as ArchiveError where error.isOfOneUnit || error.code == .misuse {
            throw error
        } catch {
            poison = error as? ArchiveError ?? ArchiveError(.database, "\(error)", cause: error)
            rollBack()
            throw error
        }
    }

    /// Gives up the open group. Bytes behind committed lengths stay where they are; the next `open` cuts them.
    func rollBack() {
        group = nil
        // A failure of the rollback changes nothing: the transaction ends with the connection at the latest.
        try? database.inDatabase { db in
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        }
    }

    /// A transaction of its own. Must not be called while a group is open.
    func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try database.transaction(on: disk, path: disk.absolute(identity.database), body)
    }

    func commitTransaction(_ db: Database) throws { try db.commit(on: disk, path: disk.absolute(identity.database)) }
}
