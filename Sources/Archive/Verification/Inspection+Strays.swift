import GRDB
import Host

extension Inspection {
    /// Files below the providers' directories that the record does not know. The archive leaves them alone, so they are no damage.
    func noteStrays() throws {
        let providers = try reader.read { db in try String.fetchAll(db, sql: "SELECT DISTINCT provider FROM units ORDER BY provider") }
        for provider in providers where verification.covers(provider: provider) { try noteStrays(below: provider) }
    }

    private func noteStrays(below directory: String) throws {
        let names: [String]
        do throws(SystemError) {
            names = try reader.disk.entries(of: directory)
        } catch {
            guard error.isRefusal else { throw error }
            return report.note(.closed, reader.disk.absolute(directory))
        }
        for name in names {
            let path = "\(directory)/\(name)"
            if reader.disk.isDirectory(path) {
                try noteStrays(below: path)
            } else if try !isKnown(path) {
                report.note(kind(of: name), reader.disk.absolute(path))
            }
        }
    }

    private func isKnown(_ path: String) throws -> Bool {
        try reader.read { db in
            try db.integer("SELECT 1 FROM files WHERE path = ?", [path]) != nil
                || db.integer("SELECT 1 FROM rendered_files WHERE path = ?", [path]) != nil
        }
    }

    private func kind(of name: String) -> VerificationNote.Code {
        if name.hasSuffix(".rewrite") || name.hasSuffix(".new") { return .temporary }
        if name.hasSuffix(".before") || AsideName.isOne(name) { return .setAside }
        return .strayFile
    }
}
