import GRDB

/// `quarantine.jsonl`: an object per row that a rule set aside, in the order in which they were first seen.
package enum QuarantineText {
    package static let path = "quarantine.jsonl"

    static func forEachLine(_ db: Database, _ body: (String) throws -> Void) throws {
        let rows = try db.rows(
            """
            SELECT u.provider, u.name, q.dataset, q.key, q.rule, q.reason, q.raw, q.digest, q.first_seen, q.last_seen, q.times
            FROM quarantine q JOIN units u ON u.id = q.unit ORDER BY q.id
            """)
        let names = ["provider", "unit", "dataset", "key", "rule", "reason", "raw", "digest", "first_seen", "last_seen"]
        while let row = try rows.next() {
            var members = names.indices.map { index in "\"\(names[index])\":\(quoted(row[index] as String))" }
            members.append("\"times\":\(row[10] as Int64)")
            try body("{\(members.joined(separator: ","))}\n")
        }
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
        return output + "\""
    }
}
