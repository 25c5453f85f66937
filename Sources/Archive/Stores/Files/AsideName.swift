package import Host

/// The names under which files are kept beside their own: `AAPL.csv.damaged` and `AAPL.csv.damaged-2` of a repair,
/// `AAPL.csv.forgotten` of what its owner gave up. No name of a data file ends like this.
package enum AsideName: String, CaseIterable {
    case damaged, forgotten

    /// The first that is free.
    package func free(for path: String, on disk: FileSystem) -> String {
        var name = "\(path).\(rawValue)"
        var number = 2
        while disk.status(name) != nil {
            name = "\(path).\(rawValue)-\(number)"
            number += 1
        }
        return name
    }

    /// The path of the file that is kept under a name; nil: the name is none of these.
    package static func original(of name: String) -> String? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let parts = name[name.index(after: dot)...].split(separator: "-", omittingEmptySubsequences: false)
        guard let kind = parts.first, allCases.contains(where: { $0.rawValue == kind }) else { return nil }
        let isNumbered = parts.count == 2 && !parts[1].isEmpty && parts[1].allSatisfy { $0.isASCII && $0.isWholeNumber }
        return parts.count == 1 || isNumbered ? String(name[..<dot]) : nil
    }

    package static func isOne(_ name: String) -> Bool { original(of: name) != nil }
}
