import Archive
import Host

/// Files that the record does not know: named, and left alone.
extension Inspection {
    /// Files below the providers' directories that the record does not know. The archive leaves them alone, so they are
    /// no damage.
    func noteStrays() throws {
        for provider in try reader.record.providers().sorted() where verification.covers(provider: provider) {
            try noteStrays(below: provider)
        }
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
            } else if try !reader.record.isKnown(path) {
                report.note(kind(of: name), reader.disk.absolute(path))
            }
        }
    }

    private func kind(of name: String) -> VerificationNote.Code {
        if name.hasSuffix(".rewrite") || name.hasSuffix(".new") { return .temporary }
        if name.hasSuffix(".before") || AsideName.isOne(name) { return .setAside }
        return .strayFile
    }
}
