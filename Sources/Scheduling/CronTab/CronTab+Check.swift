/// What is wrong with a crontab that is there, line by line.
extension CronTab {
    /// What will hurt in a crontab: in its blocks, and in other lines that call penstock.
    ///
    /// - Parameters:
    ///   - expected: the block as it would be written now; one that differs is stale.
    ///   - isExecutable: whether a path is a program that the user may run.
    package static func check(
        _ bytes: [UInt8], expected: Artefact? = nil, host: ScheduleHost, isExecutable: @escaping (String) -> Bool
    ) -> [Finding] {
        var findings: [Finding] = []
        // Split as bytes: to a String, CR and LF together are one character.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") {
            findings.append(
                Finding(
                    "line \(lines.count)", "the last line has no line end, and cron ignores it or refuses the file",
                    fix: "Add a line break."))
        }
        var isInBlock = false
        var blocksAbove = 0
        for (number, line) in lines.enumerated() {
            let place = "line \(number + 1)"
            let bare = String(line.drop { $0 == " " || $0 == "\t" })
            let mark = bare.unicodeScalars.last == "\r" ? String(bare.unicodeScalars.dropLast()) : bare
            if CronMarks.name(in: mark, begins: true) != nil { isInBlock = true }
            if CronMarks.name(in: mark, begins: false) != nil { (isInBlock, blocksAbove) = (false, blocksAbove + 1) }
            guard !bare.isEmpty, !bare.hasPrefix("#") else { continue }
            if let variable = CronVariable(bare) {
                findings += variable.findings(place)
                continue
            }
            guard isInBlock || bare.contains("penstock") else {
                if blocksAbove == 1 {
                    blocksAbove = -1
                    findings.append(
                        Finding(
                            place, "this line stands below a block and takes over its SHELL and PATH",
                            fix: "Move it above the block, or set SHELL and PATH again before it."))
                }
                continue
            }
            findings += CronEntryCheck(host: host, isExecutable: isExecutable).findings(bare, place: place)
        }
        return findings + blockFindings(bytes, expected: expected)
    }

    /// What cron does by a block, without what its comments say: they have the name of the machine's zone, and `UTC`
    /// and `Etc/UTC` are one.
    private static func meaning(_ block: [UInt8]?) -> [Substring]? {
        block.map { bytes in
            String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).filter {
                !$0.hasPrefix("#")
            }
        }
    }

    private static func blockFindings(_ bytes: [UInt8], expected: Artefact?) -> [Finding] {
        let name = expected.flatMap { $0.text.split(separator: "\n").first }.flatMap {
            CronMarks.name(in: $0, begins: true)
        }
        do throws(SchedulingError) {
            let block = try block(named: name ?? "", in: bytes)
            guard let expected, let name, meaning(block) != meaning(expected.bytes) else { return [] }
            let what =
                block == nil
                ? "the crontab has no block '\(name)'" : "the block '\(name)' differs from what would be written now"
            return [Finding("block", what, fix: "Run penstock schedule cron --install.")]
        } catch {
            return [Finding("block", error.what, fix: error.fix)]
        }
    }
}

/// A line of a crontab that sets a variable.
private struct CronVariable {
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
