import Foundation
import PluginTesting
import Scheduling
import TestWorld
import Testing
import Yams

/// docs/scheduling.md is what a person follows who has never seen the command: all of it is run.
@Suite("The scheduling guide")
struct GuideTests {
    let guide: Guide

    init() throws { guide = try Guide(at: Guide.scheduling) }

    /// Runs a guide from its first block to its last; what went otherwise than it says.
    static func faults(of guide: Guide) async throws -> (faults: [String], output: String, sent: [String]) {
        try await GuideSandbox.serving { sandbox in
            var faults: [String] = []
            var output = ""
            for block in guide.blocks where block.daysLater == nil {
                if let file = block.file { try sandbox.write(block.text, to: file) }
            }
            for block in guide.blocks {
                sandbox.pass(days: block.daysLater ?? 0)
                guard block.language == "sh" || block.language == "console" else { continue }
                for outcome in try await sandbox.run(GuideCommand.all(in: block)) {
                    let command = outcome.command
                    output += outcome.output
                    let place = "line \(command.line): \(command.text)"
                    if outcome.exitCode != command.exitCode {
                        faults.append(
                            "\(place)\n  ended with \(outcome.exitCode), not \(command.exitCode):\n\(outcome.output)")
                    }
                    if let line = GuideOutput(outcome.output).missing(command.shown) {
                        faults.append("\(place)\n  does not print: \(line)\n\(outcome.output)")
                    }
                }
            }
            return (faults, output, sandbox.sent.map(\.target))
        }
    }

    @Test(
        """
        Every command in it runs, ends as it says, and prints what it shows; the messages that it explains are the \
        command's own
        """
    )
    func commands() async throws {
        let commands = guide.blocks.filter { $0.language == "sh" || $0.language == "console" }.flatMap(GuideCommand.all)
        #expect(commands.count > 60)
        let (faults, output, sent) = try await Self.faults(of: guide)
        for fault in faults { Issue.record("docs/scheduling.md \(fault)") }
        // Nothing of it went to where its jobs file says.
        for host in ["smtp/smtp.example.org/", "https/hooks.slack.com/", "https/ntfy.sh/", "https/hc-ping.com/"] {
            #expect(sent.contains { $0.hasPrefix("/sent/" + host) }, "nothing was sent to \(host)")
        }
        // Nothing runs PowerShell here: what is shown of it is what the command prints, or named in this list.
        let untried: Set = [#"schtasks.exe /Query /TN "Penstock\nightly" /V /FO LIST"#]
        let powershell = guide.blocks.filter { $0.language == "powershell" }.flatMap(\.lines)
        #expect(!powershell.isEmpty)
        for line in powershell where GuideOutput(output).missing([line]) != nil && !untried.contains(line) {
            Issue.record("docs/scheduling.md shows a line of PowerShell that no command of it prints: \(line)")
        }
        let messages = guide.tables.filter { $0.header.first == "What you see" }.flatMap(\.rows).compactMap(\.first)
            .flatMap(
                Guide.code(in:))
        #expect(messages.count > 12)
        // What a guide over an upstream that is well cannot show; `ProviderStandingTests` has it.
        let elsewhere: Set = ["Nothing is due. That is no success: "]
        for message in messages where GuideOutput(output).missing([message]) != nil && !elsewhere.contains(message) {
            Issue.record("docs/scheduling.md explains a message that no command of it prints: \(message)")
        }
    }

    @Test("A wrong flag, a wrong exit code, an output that is not printed and an unknown program do not pass")
    func control() async throws {
        let wrong = Guide(
            """
            ```sh
            penstock status --max-age 3
            penstock config --check   # exit 64
            penstock providers | head -n 1
            ```
            ```console
            $ penstock sinks
            parquet
            ```
            """)
        let found = try await Self.faults(of: wrong).faults
        #expect(found.count == 3, "\(found)")
        #expect(
            found[0].contains("line 2: penstock status --max-age 3") && found[0].contains("Unknown option '--max-age'"),
            "\(found)")
        #expect(found[1].contains("ended with 78, not 64"), "\(found)")
        #expect(found[2].contains("does not print: parquet"), "\(found)")
        #expect(
            GuideCommand(text: "VAR=1 penstock runs | sudo tee x", line: 1, exitCode: 0, shown: []).programs == [
                "penstock", "sudo",
            ])
    }

    @Test("Every program that it calls is one that the test knows to run or to fake; nothing is left out")
    func programs() throws {
        let known = GuideSandbox.real.union(GuideSandbox.faked)
        for block in guide.blocks where block.language == "sh" || block.language == "console" {
            for command in GuideCommand.all(in: block) {
                let unknown = command.programs.subtracting(known)
                #expect(unknown.isEmpty, "line \(command.line): \(command.text): \(unknown.sorted())")
            }
        }
        let used = Set(guide.blocks.flatMap(GuideCommand.all).flatMap(\.programs))
        #expect(GuideSandbox.faked.subtracting(used).isEmpty, "faked and not used")
    }

    @Test(
        """
        Its jobs file has every type of channel, both kinds of secret and a schedule, and is accepted; one with a \
        mistake is not
        """
    )
    func jobsFile() async throws {
        let file = try #require(guide.file("penstock.yaml"))
        for word in ["email", "slack", "discord", "telegram", "teams", "matrix", "ntfy", "webhook", "ping"] {
            #expect(file.text.contains("type: \(word)"), "\(word)")
        }
        #expect(
            file.text.contains("{file: ")
                && guide.blocks.contains { $0.language == "yaml" && $0.text.contains("{env: ") })
        try await GuideSandbox.serving { sandbox in
            let check = GuideCommand(text: "penstock config --check", line: 0, exitCode: 0, shown: [])
            try sandbox.write("x\n", to: "../.config/penstock/smtp-password")
            try sandbox.write("https://hooks.slack.com/services/x\n", to: "../.config/penstock/slack-url")
            try sandbox.write("123456:x\n", to: "../.config/penstock/telegram-token")
            try sandbox.write("x\n", to: "../.config/penstock/matrix-token")
            try sandbox.write(file.text, to: "penstock.yaml")
            let good = try await sandbox.run([check])[0]
            #expect(good.exitCode == 0, "\(good.output)")
            try sandbox.write(
                file.text.replacing("providers: equities", with: "provider: equities"), to: "penstock.yaml")
            let bad = try await sandbox.run([check])[0]
            #expect(bad.exitCode == 78 && bad.output.contains("Did you mean 'providers'?"), "\(bad.output)")
        }
    }

    /// The guide's channels, all of them told by one job, tried by `penstock alert test`.
    private func alertTest(elsewhere status: Int) async throws -> (outcome: GuideSandbox.Outcome, sent: [FakeRequest]) {
        let file = try #require(guide.file("penstock.yaml"))
        return try await GuideSandbox.serving(elsewhere: status) { sandbox in
            try sandbox.write("x\n", to: "../.config/penstock/smtp-password")
            try sandbox.write("https://hooks.slack.com/services/x\n", to: "../.config/penstock/slack-url")
            try sandbox.write("123456:x\n", to: "../.config/penstock/telegram-token")
            try sandbox.write("x\n", to: "../.config/penstock/matrix-token")
            try sandbox.write(
                file.text.replacing(
                    "\n  alerts: [mail]",
                    with: "\n  alerts: [mail, team, friends, bot, office, room, phone, desk, pulse]"),
                to: "penstock.yaml"
            )
            #expect(sandbox.sent.isEmpty)
            let test = GuideCommand(text: "penstock alert test first-bars", line: 0, exitCode: 0, shown: [])
            return (try await sandbox.run([test])[0], sandbox.sent)
        }
    }

    @Test(
        """
        A libcurl that is preloaded stands in for the system's: what each channel of the guide sends goes its way, \
        mail too, once
        """
    )
    func channels() async throws {
        let (outcome, sent) = try await alertTest(elsewhere: 200)
        #expect(outcome.exitCode == 0)
        #expect(
            outcome.output.split(separator: "\n") == [
                "mail: sent", "team: sent", "friends: sent", "bot: sent", "office: sent", "room: sent", "phone: sent",
                "desk: sent", "pulse: sent",
            ])
        let pulse = "GET /sent/https/hc-ping.com/0f8e7c6d-0000-4000-8000-000000000000"
        let workflow = "workflows/0f8e/triggers/manual/paths/invoke?api-version=1&sig=XXXX"
        let room = "_matrix/client/v3/rooms/%21market%3Aexample.org/send/m.room.message/penstock-TOKEN"
        #expect(
            sent.map { "\($0.method) \($0.target)".replacing(/penstock-[0-9a-z]+$/, with: "penstock-TOKEN") }.sorted()
                == [
                    pulse, pulse + "/start", "POST /sent/https/api.telegram.org/bot123456:x/sendMessage",
                    "POST /sent/https/desk.example.org/hooks/penstock",
                    "POST /sent/https/discord.com/api/webhooks/1/XXXX", "POST /sent/https/hooks.slack.com/services/x",
                    "POST /sent/https/ntfy.sh/", "POST /sent/https/prod-00.westeurope.logic.azure.com/\(workflow)",
                    "PUT /sent/https/matrix.example.org/\(room)", "PUT /sent/smtp/smtp.example.org/",
                ])
        for request in sent where request.method != "GET" {
            let text = String(decoding: request.body, as: UTF8.self)
            #expect(text.contains("[penstock] test of the alerts of first-bars"), "\(request.target): \(text)")
        }
    }

    @Test("Where what stands in refuses, no channel says that it has sent")
    func channelsControl() async throws {
        let (outcome, sent) = try await alertTest(elsewhere: 404)
        #expect(outcome.exitCode == 69)
        #expect(sent.count == 9)
        let lines = outcome.output.split(separator: "\n").filter { !$0.isEmpty }
        #expect(
            lines.count == 9 && lines.allSatisfy { $0.contains(": not sent: ") && $0.contains("404") },
            "\(outcome.output)")
    }

    @Test("What it shows as YAML, JSON and cron lines can be read as such")
    func otherBlocks() throws {
        let languages = Set(guide.blocks.map(\.language))
        #expect(
            languages.isSubset(of: ["sh", "console", "yaml", "json", "cron", "powershell", "python", "text"]),
            "\(languages)")
        for block in guide.blocks {
            switch block.language {
            case "yaml": #expect(throws: Never.self, "line \(block.line)") { try Yams.compose(yaml: block.text) }
            case "json":
                for line in block.lines {
                    #expect(throws: Never.self, "line \(block.line)") {
                        try JSONSerialization.jsonObject(with: Data(line.utf8))
                    }
                }
            case "cron":
                for line in block.lines where !line.hasPrefix("#") && !line.isEmpty && line.first?.isUppercase == false
                {
                    let fields = line.split(separator: " ").prefix(5).joined(separator: " ")
                    #expect(throws: Never.self, "line \(block.line): \(line)") { try CronExpression(fields) }
                }
            default: break
            }
        }
    }
}
