import LosslessJSON

/// A message in the shape that each service takes: JSON of one's own, ntfy, Slack, Discord.
extension AlertMessage {
    /// All fields as one line of JSON, for a webhook of one's own. Null is what there is not.
    package var json: String {
        JSONOutput.object([
            .init("product", .text("penstock")), .init("kind", .text(kind.rawValue)),
            .init("level", .text(level.rawValue)),
            .init("job", .text(job.oneLine(200))),
            .init("host", .text(host.oneLine(200))), .init("time", .text(time.oneLine(100))),
            .init("subject", .text(subject)),
            .init("body", .text(body)),
            .init("archive", .text(archive?.oneLine(1_000))), .init("run", .text(run?.oneLine(100))),
            .init("exit_code", exitCode.map { .integer(Int($0)) } ?? .null),
            .init("meaning", .text(meaning?.oneLine(200))),
            .init("failures", Self.list(failures)), .init("failure_count", .integer(max(failureCount, failures.count))),
            .init("standing", Self.list(standing)),
            .init("standing_count", .integer(max(standingCount, standing.count))),
            .init("recovered", Self.list(recovered)),
            .init("recovered_count", .integer(max(recoveredCount, recovered.count))),
            .init("quarantined", .integer(quarantined)),
            .init("why", .text(why?.oneLine(1_000))), .init("since", .text(since?.oneLine(100))),
            .init("advice", .text(advice?.oneLine(1_000))), .init("log", .text(log?.oneLine(1_000))),
            .init("is_reminder", .bool(isReminder)),
            .init("is_late", .bool(isLate)),
        ]).text(.ascii)
    }

    private static func list(_ units: [FailedUnit]) -> JSONOutput {
        .array(
            units.prefix(10).map {
                .object([.init("unit", .text($0.unit.oneLine(200))), .init("reason", .text($0.reason.oneLine(500)))])
            })
    }
}

extension AlertMessage {
    /// The JSON form of a message to ntfy, sent to the root of its server: no header holds a text from outside.
    ///
    /// ntfy takes 4,096 bytes of message; a longer one would arrive as an attached file.
    func ntfyJSON(topic: Secret, priority: Int?) -> String {
        var text = ""
        for line in lines {
            guard text.utf8.count + line.utf8.count < 3_800 else {
                text += "\u{2026}"
                break
            }
            text += text.isEmpty ? line : "\n" + line
        }
        return JSONOutput.object([
            .init("topic", .text(topic.text)), .init("title", .text(subject)), .init("message", .text(text)),
            .init("priority", .integer(priority ?? usualPriority)), .init("tags", .array([.text(tag)])),
        ]).text(.ascii)
    }

    private var usualPriority: Int {
        switch kind {
        case .failure where level == .failure: 4
        case .staleness: 4
        case .failure, .remark, .quarantine, .clock, .recovery: 3
        case .test: 2
        }
    }

    /// ntfy shows these names as pictures.
    private var tag: String {
        switch kind {
        case .failure where level == .failure: "rotating_light"
        case .failure, .remark, .quarantine: "warning"
        case .staleness: "hourglass"
        case .clock: "alarm_clock"
        case .recovery: "white_check_mark"
        case .test: "bell"
        }
    }
}

extension AlertMessage {
    /// The body of a Slack incoming webhook: the subject as a header, the text in code blocks, so that no mark in it is
    /// formatting.
    ///
    /// Slack allows 150 characters in a header, 3,000 in a section, 50 blocks. `&`, `<` and `>` are escaped: without
    /// them there is no mention, no link and no command.
    package var slackJSON: String {
        var blocks: [JSONOutput] = [
            .object([
                .init("type", .text("header")),
                .init(
                    "text",
                    .object([
                        .init("type", .text("plain_text")), .init("text", .text(Self.escaped(subject, limit: 150))),
                    ])),
            ])
        ]
        for part in Self.parts(of: lines.map { Self.escaped($0, limit: 1_000) }, limit: 2_900).prefix(40) {
            blocks.append(
                .object([
                    .init("type", .text("section")),
                    .init(
                        "text", .object([.init("type", .text("mrkdwn")), .init("text", .text("```\n\(part)\n```"))])),
                ]))
        }
        return JSONOutput.object([
            .init("text", .text(Self.escaped(subject, limit: 3_000))), .init("blocks", .array(blocks)),
        ]).text(.ascii)
    }

    /// Cut between scalars, never within an escape.
    private static func escaped(_ text: String, limit: Int) -> String {
        var escaped = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let piece: String =
                switch scalar {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                // A row of them would end the code block.
                case "`": "'"
                default: String(scalar)
                }
            count += piece.utf16.count
            guard count <= limit else { return escaped }
            escaped += piece
        }
        return escaped
    }

    /// Lines put together as long as they fit. Each of them is shorter than the limit.
    private static func parts(of lines: [String], limit: Int) -> [String] {
        var parts: [String] = []
        for line in lines {
            if let last = parts.last, last.utf16.count + 1 + line.utf16.count <= limit {
                parts[parts.count - 1] = last + "\n" + line
            } else {
                parts.append(line)
            }
        }
        return parts
    }
}

extension AlertMessage {
    /// The body of a Discord webhook: the subject as its content, the text as a code block in an embed; nobody is
    /// mentioned, whatever the texts say.
    ///
    /// Discord allows 2,000 characters of content and 4,096 of an embed's description.
    package var discordJSON: String {
        var text = ""
        var count = 0
        for line in lines {
            // A row of backticks would end the code block.
            let line = String(String.UnicodeScalarView(line.unicodeScalars.map { $0 == "`" ? "'" : $0 }))
            count += line.utf16.count + 1
            guard count <= 3_900 else {
                text += "\u{2026}\n"
                break
            }
            text += line + "\n"
        }
        return JSONOutput.object([
            .init("content", .text(Self.unformatted(subject))),
            .init(
                "embeds",
                .array([.object([.init("description", .text("```\n\(text)```")), .init("color", .integer(color))])])),
            .init("allowed_mentions", .object([.init("parse", .array([]))])),
        ]).text(.ascii)
    }

    private var color: Int {
        switch kind {
        case .failure where level == .failure: 0xD93025
        case .failure, .remark, .quarantine, .staleness, .clock: 0xF9AB00
        case .recovery: 0x1E8E3E
        case .test: 0x1A73E8
        }
    }

    /// A backslash before each mark of Discord's formatting.
    private static func unformatted(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            if "\\*_~`|>#(<".unicodeScalars.contains(character) { result += "\\" }
            result.unicodeScalars.append(character)
        }
        return result
    }
}
