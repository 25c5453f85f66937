import LosslessJSON

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
