/// The two lines round a block of a crontab.
struct CronMarks: Sendable, Hashable {
    let name: String

    init(name: String) throws(SchedulingError) {
        guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0.value < 32 }), !name.contains(">>>"),
            !name.contains("<<<")
        else {
            throw SchedulingError(
                .name, "a block of a crontab cannot be named '\(name)'", fix: "Use the path of the jobs file.")
        }
        self.name = name
    }

    var begin: String { "# >>> penstock: \(name) >>>" }
    var end: String { "# <<< penstock: \(name) <<<" }

    /// The name of the block that a line begins or ends.
    static func name(in line: some StringProtocol, begins: Bool) -> String? {
        let (head, tail) = begins ? ("# >>> penstock: ", " >>>") : ("# <<< penstock: ", " <<<")
        guard line.hasPrefix(head), line.hasSuffix(tail), line.utf8.count > head.utf8.count + tail.utf8.count else {
            return nil
        }
        return String(line.dropFirst(head.count).dropLast(tail.count))
    }
}
