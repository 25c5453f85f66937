/// A line of a crontab that sets a variable.
struct CronVariable {
    let name: String
    let value: String

    init?(_ line: String) {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = line[..<equals].filter { $0 != " " }
        let isName =
            !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0 == "_" || ($0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil))
            }
        // `* * * * * a=b` is an entry: its fields are no name.
        guard isName, name.first?.isNumber == false, !line[..<equals].contains("*") else { return nil }
        self.name = name
        value = String(line[line.index(after: equals)...].drop { $0 == " " })
    }

    func findings(_ place: String) -> [Finding] {
        switch name {
        case "TZ", "CRON_TZ":
            return [
                Finding(
                    place, "\(name) does not change when Debian's cron starts a line, only what its command sees",
                    fix: "Let penstock schedule cron write the line with a condition for the zone.")
            ]
        case "PATH" where value.contains("$"):
            return [Finding(place, "cron does not put values in place of '$' here", fix: "Write the whole path out.")]
        default: return []
        }
    }
}
