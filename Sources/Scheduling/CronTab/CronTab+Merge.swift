/// A block put into a crontab, replaced or taken out, without touching a byte of its other lines.
extension CronTab {
    /// A crontab with a block replaced where it stands, or added at its end. No other byte changes, but for a line end
    /// that the last line lacks.
    ///
    /// Throws where a block has no end, or stands there twice: then nobody can tell which lines are the user's.
    package static func merge(existing: [UInt8], block: Artefact) throws(SchedulingError) -> [UInt8] {
        guard let name = block.text.split(separator: "\n").first.flatMap({ CronMarks.name(in: $0, begins: true) })
        else {
            throw SchedulingError(.block, "what is to be merged is no block of a crontab", fix: "Use CronTab.block.")
        }
        if let place = try place(of: name, in: existing) {
            return Array(existing[..<place.lowerBound]) + block.bytes + Array(existing[place.upperBound...])
        }
        let isOpen = existing.last.map { $0 != newline } ?? false
        return existing + (isOpen ? [newline] : []) + block.bytes
    }

    /// A crontab without a block; unchanged where it has none.
    package static func remove(name: String, from existing: [UInt8]) throws(SchedulingError) -> [UInt8] {
        guard let place = try place(of: name, in: existing) else { return existing }
        return Array(existing[..<place.lowerBound]) + Array(existing[place.upperBound...])
    }

    /// The block of a name as it stands in a crontab.
    package static func block(named name: String, in existing: [UInt8]) throws(SchedulingError) -> [UInt8]? {
        try place(of: name, in: existing).map { Array(existing[$0]) }
    }

    private static let newline = UInt8(ascii: "\n")

    private static func place(of name: String, in existing: [UInt8]) throws(SchedulingError) -> Range<Int>? {
        var open: (name: String, line: Int, start: Int)?
        var found: Range<Int>?
        var start = 0
        for (number, bytes) in existing.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
            let end = min(bytes.endIndex + 1, existing.count)
            let line = String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
            if let begun = CronMarks.name(in: line, begins: true) {
                if let open { throw unfinished(open.name, line: open.line) }
                open = (begun, number + 1, start)
            } else if let ended = CronMarks.name(in: line, begins: false) {
                guard let begun = open, begun.name == ended else {
                    if let open { throw unfinished(open.name, line: open.line) }
                    throw SchedulingError(
                        .block,
                        "line \(number + 1) of the crontab ends the block '\(ended)', which does not begin before it",
                        fix:
                            "Run `crontab -e`, put the line '# >>> penstock: \(ended) >>>' back above it, or delete it."
                    )
                }
                open = nil
                if ended == name {
                    guard found == nil else {
                        throw SchedulingError(
                            .block, "the crontab has the block '\(name)' twice, again at line \(begun.line)",
                            fix: "Run `crontab -e` and delete one of them.")
                    }
                    found = begun.start..<end
                }
            }
            start = end
        }
        if let open { throw unfinished(open.name, line: open.line) }
        return found
    }

    private static func unfinished(_ name: String, line: Int) -> SchedulingError {
        SchedulingError(
            .block, "the block '\(name)' that begins at line \(line) of the crontab has no end",
            fix: "Run `crontab -e` and put the line '# <<< penstock: \(name) <<<' below its last line.")
    }
}
