/// The names under which damaged files are kept beside their own: `AAPL.csv.damaged`, `AAPL.csv.damaged-2`. No name of a data file ends like this.
enum AsideName {
    private static let ending = ".damaged"

    /// The first that is free.
    static func free(for path: String, on disk: FileSystem) -> String {
        var name = path + ending
        var number = 2
        while disk.status(name) != nil {
            name = "\(path)\(ending)-\(number)"
            number += 1
        }
        return name
    }

    static func isOne(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        let last = name[dot...]
        guard last != ending else { return true }
        let number = last.dropFirst(ending.count + 1)
        return last.hasPrefix(ending + "-") && !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isWholeNumber }
    }
}
