/// What is wrong with a task of Task Scheduler, or its wrapper, that is there.
extension WindowsTask {
    /// What will hurt in a task's XML file.
    package static func checkTask(_ bytes: [UInt8], expected: Artefact? = nil) -> [Finding] {
        var findings: [Finding] = []
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE])
        if !isUTF16 {
            findings.append(
                Finding(
                    "the first bytes", "the file is not UTF-16 with a byte order mark, and schtasks refuses it",
                    fix: "Write it again, not through a text editor."))
        }
        let text = isUTF16 ? decoded(bytes) : String(decoding: bytes, as: UTF8.self)
        func need(_ key: String, _ what: String, _ fix: String, _ isGood: (String?) -> Bool) {
            if !isGood(value(of: key, in: text)) { findings.append(Finding(key, what, fix: fix)) }
        }
        if isUTF16, !text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-16\"?>") {
            findings.append(
                Finding("line 1", "the declaration does not name UTF-16", fix: "Write encoding=\"UTF-16\"."))
        }
        need(
            "StartWhenAvailable", "a run that is missed while the machine is off is lost",
            "Set it to true, or to false on purpose."
        ) {
            $0 != nil
        }
        need("MultipleInstancesPolicy", "a run may start beside the one before it", "Set it to IgnoreNew.") {
            $0 == "IgnoreNew"
        }
        need("RunLevel", "the run has more rights than it needs", "Set it to LeastPrivilege.") {
            $0 == "LeastPrivilege"
        }
        need(
            "ExecutionTimeLimit", "a run that hangs is never ended, and IgnoreNew then skips every later one",
            "Set it, such as PT6H."
        ) {
            $0 != nil && $0 != "PT0S"
        }
        need("DisallowStartIfOnBatteries", "on battery nothing runs, which is the default", "Set it to false.") {
            $0 == "false"
        }
        need(
            "StartBoundary", "a time without a zone goes by the zone of Windows, which need not be the one of WSL",
            "Write it again."
        ) {
            $0.map { $0.hasSuffix("Z") || $0.dropFirst(10).contains { "+-".contains($0) } } ?? false
        }
        let arguments = value(of: "Arguments", in: text) ?? ""
        let command = value(of: "Command", in: text) ?? ""
        if command.hasSuffix("wsl.exe") {
            let words = arguments.split(separator: " ")
            if !words.contains("--quiet") {
                findings.append(Finding("Arguments", "without --quiet every run prints", fix: "Add --quiet."))
            }
            if !words.contains("--cd") {
                findings.append(
                    Finding(
                        "Arguments", "WSL starts in a folder of Windows, so relative paths mean that",
                        fix: "Add --cd and the absolute folder."))
            }
            if !words.contains("--exec") {
                findings.append(
                    Finding(
                        "Arguments", "without --exec a shell reads the words once more",
                        fix: "Put --exec before the program."))
            }
        } else if !arguments.contains("-File") {
            findings.append(
                Finding(
                    "Command", "the task calls neither wsl.exe nor a script of PowerShell",
                    fix: "penstock runs under WSL: write the task again."))
        }
        return findings + (expected?.findings(unless: bytes, scheduler: "windows") ?? [])
    }

    /// What will hurt in a wrapper.
    package static func checkWrapper(_ bytes: [UInt8], expected: Artefact? = nil) -> [Finding] {
        var findings: [Finding] = []
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let text = String(decoding: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        if !hasMark, !text.utf8.allSatisfy({ $0 < 128 }) {
            findings.append(
                Finding(
                    "the first bytes", "Windows PowerShell reads a file without a mark in its own code page",
                    fix: "Save it as UTF-8 with BOM."))
        }
        if !text.contains("ExitCode"), !text.contains("LASTEXITCODE") {
            findings.append(
                Finding(
                    "the script", "the exit code is not looked at, so every run counts as a success",
                    fix: "Write it again."))
        }
        if !text.contains("-eq 10") {
            findings.append(
                Finding("the script", "10 (some units failed) counts as a failure", fix: "Take 10 for a warning."))
        }
        if !text.contains("-RedirectStandardOutput") {
            findings.append(
                Finding(
                    "the script", "what penstock prints goes nowhere: of a failure there is a number only",
                    fix: "Write it again."))
        }
        if !text.contains("--quiet") {
            findings.append(Finding("the script", "without --quiet every run prints", fix: "Add --quiet."))
        }
        return findings + (expected?.findings(unless: bytes, scheduler: "windows") ?? [])
    }

    /// What a wrapper starts.
    static func call(in wrapper: String) -> ScheduledCall? {
        let line = wrapper.split(whereSeparator: \.isNewline).first { $0.contains("$arguments = ") }
        guard let line, let first = line.firstIndex(of: "'"), let last = line.lastIndex(of: "'"), first < last else {
            return nil
        }
        let words = WindowsText.split(String(line[line.index(after: first)..<last]).replacing("''", with: "'"))
        let directory = words.firstIndex(of: "--cd").flatMap { words.dropFirst($0 + 1).first }
        return ScheduledCall(words: words, directory: directory)
    }

    private static func decoded(_ bytes: [UInt8]) -> String {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
        return String(decoding: units, as: UTF16.self)
    }

    private static func value(of element: String, in text: String) -> String? {
        let rest = text.split(separator: "<\(element)>", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.count == 2 else { return nil }
        return rest[1].split(separator: "</", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
    }
}
