import Testing

@testable import PenstockCommand

/// Help, the man page, completions and lists, word for word.
@Suite("What --help says")
struct HelpTests {
    @Test("of every command, word for word", arguments: RootCommand.publicVerbs)
    func verbs(verb: String) async throws {
        let stage = CommandStage()
        #expect(await stage.run("\(verb) --help") == 0)
        #expect(stage.error == "")
        expectScreen(stage.output, "help-\(verb)")
    }

    @Test("of the parts of runs", arguments: ["list", "show", "changes"])
    func parts(part: String) async throws {
        let stage = CommandStage()
        #expect(await stage.run("runs \(part) --help") == 0)
        expectScreen(stage.output, "help-runs-\(part)")
    }

    @Test("of the command itself")
    func root() async {
        let stage = CommandStage()
        #expect(await stage.run("--help") == 0)
        expectScreen(stage.output, "help")
    }

    @Test("the version is a result and nothing else")
    func version() async {
        let stage = CommandStage()
        #expect(await stage.run("--version") == 0)
        #expect(stage.output == PenstockVersion.current + "\n")
        #expect(stage.error == "")
    }

    @Test("completion scripts for three shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async {
        let stage = CommandStage()
        #expect(await stage.run("--generate-completion-script \(shell)") == 0)
        #expect(stage.output.contains("backfill") && stage.output.contains("price-text"))
    }

    @Test("the man page has every command and every variable")
    func manual() async {
        let stage = CommandStage()
        #expect(await stage.run("manual") == 0)
        for verb in RootCommand.publicVerbs { #expect(stage.output.contains("PENSTOCK \(verb.uppercased())")) }
        for row in SettingVariables.rows {
            #expect(stage.output.contains("\n.B \(row.variable ?? "?")\n"), "\(row.name)")
        }
        #expect(!stage.output.split(separator: "\n").contains { $0.hasPrefix("'") })
    }

    @Test("lists of what the build has")
    func lists() async {
        for verb in ["providers", "sinks", "datasets", "datasets equities"] {
            let stage = CommandStage()
            #expect(await stage.run(verb) == 0)
            expectScreen(stage.output, verb.replacing(" ", with: "-"))
        }
    }
}
