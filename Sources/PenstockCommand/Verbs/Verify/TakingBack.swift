import Archive
import ArchiveUpkeep
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// `verify --take-back`: puts a file that a repair has kept aside in the place of its series.
extension Verify {
    func takeBack(_ name: String) throws {
        let refusal = RunFailure(
            .usage, "--take-back \(name): name one provider, and leave --repair out",
            fix: "such as penstock verify equities --take-back ABC.csv.damaged")
        let (archive, plugins) = try ArchiveReading(host: host).archive(values, verb: "verify") { _ in refusal }
        guard !values.repair else { throw refusal }
        let (aside, result) = try UpkeepOpening(host: host, values: values).upkeep(of: archive).takeBack(
            name, of: try plugins.map { try $0.load() }, now: UpstreamConnection.present(host))
        host.console.show(TakenBackFacts(aside: aside, result: result), json: values.json, quiet: values.quiet) {
            TakenBackPage(facts: $0).text
        }
    }
}

/// What was taken back.
private struct TakenBackFacts: JSONFact {
    let aside: AsideFile
    let result: TakenBack

    var json: JSONOutput {
        .object([
            "taken_back": aside.path, "unit": aside.unit.label, "dataset": aside.dataset.name, "rows": result.rows,
            "kept": result.kept,
        ])
    }
}

/// The same for a person.
private struct TakenBackPage {
    let facts: TakenBackFacts

    var text: String {
        let (aside, result) = (facts.aside, facts.result)
        // Only what has a row for every session is held against a whole answer.
        let isCompared = aside.dataset.axis == .sessions && aside.unit.retired == nil
        var outline = Outline(
            """
            \(aside.unit.label): \(Figures.counted(result.rows, "row")) of \(aside.dataset.name) taken \
            back\(isCompared ? "; the next update compares them with the upstream" : "")
            """)
        for path in result.kept { outline.row("what they took the place of is kept as \(path)") }
        return outline.text
    }
}
