import Orchestrator
import PluginKit
import Testing

@testable import PenstockCommand

/// The table of settings: what its rows say of themselves, and that nobody says it a second time.
@Suite("The table of settings")
struct SettingTableTests {
    /// A number in a sentence that is no setting's: an exit code, an example, a count of what is printed, a part of a
    /// name.
    private static let others: Set<String> = [
        "all 20", "check 0", "max-requests 75", "prove 66", "quiet 0", "rate-limit-delay 0.5", "rate-limit-delay 1",
        "since 0", "strict 10",
    ]

    private static func numbers(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.map { word in
            word.hasSuffix(".") ? String(word.dropLast()) : String(word)
        }.filter { Double($0) != nil }
    }

    /// Numbers of a row's sentences that are neither its bounds nor its default.
    private static func strays(_ row: SettingRow, _ sentences: [String]) -> [String] {
        let own = Set(row.bounds.map(String.init) + numbers(row.defaultText ?? ""))
        return sentences.flatMap(numbers).filter { !own.contains($0) && !others.contains("\(row.name) \($0)") }.map {
            "\(row.name) \($0)"
        }
    }

    /// The command's own; plugins say theirs in their declarations.
    private static let rows = SettingTable.rows.filter { row in
        !row.uses.contains { $0.section == .plugins }
    }

    @Test("no sentence has a number that is not of its row, and none says a default by itself")
    func numbers() {
        for row in Self.rows {
            #expect(Self.strays(row, row.uses.map(\.help)) == [])
            for use in row.uses {
                #expect(!use.help.contains("Default:"), "\(row.name)")
                #expect(use.help.hasSuffix(".") || use.help.hasSuffix(")"), "\(row.name): \(use.help)")
            }
        }
        // Control: a bound and a default that stand in a text are found.
        let concurrency = SettingTable.all.concurrency.row
        #expect(Self.strays(concurrency, ["At most 99 at a time."]) == ["concurrency 99"])
        #expect(Self.strays(concurrency, ["From 1 to 64, and 4 by itself."]) == [])
    }

    @Test("a default is what the code goes by, and one that may be said")
    func defaults() throws {
        let values = SettingValues(environment: [:])
        #expect(try values.concurrency == 4 && values.maxAgeDays == 1 && values.recheckSessions == 20)
        #expect(try values.waitLock == 0 && values.jitter == 0 && values.keepLogs == nil && values.logFormat == .text)
        #expect(try values.resume && values.continueOnError && !values.failFast && values.limit == .usual)
        for row in Self.rows where !row.bounds.isEmpty {
            guard let standard = row.defaultText.flatMap(Int.init), let least = row.bounds.first,
                let most = row.bounds.last
            else { continue }
            #expect((least...most).contains(standard), "\(row.name)")
        }
    }

    @Test("each verb takes a name once, and each row is taken by somebody")
    func names() {
        for verb in Verb.allCases {
            let names = verb.rows.flatMap { [$0.name] + $0.aliases }
            #expect(Set(names).count == names.count, "\(verb)")
        }
        for row in Self.rows { #expect(!row.uses.isEmpty, "\(row.name)") }
    }

    @Test("what is refused is refused in one way, whoever says it: a flag, a variable, a file")
    func refused() throws {
        var typed = SettingValues(environment: [:])
        typed.type(\.concurrency, "65")
        let others = [
            (SettingValues(environment: ["PENSTOCK_CONCURRENCY": "65"]), "PENSTOCK_CONCURRENCY 65: it has to be"),
            (SettingValues(environment: [:], filed: ["concurrency": .texts(["65"])]), "--concurrency 65: it has to be"),
        ]
        for (values, said) in [(typed, "--concurrency 65: it has to be")] + others {
            let error = #expect(throws: RunFailure.self) { try values.concurrency }
            #expect(error?.message == "\(said) a whole number from 1 to 64")
        }
    }

    @Test("what was typed goes before a variable, that before a file, and an empty variable is none")
    func order() throws {
        let file: [String: SettingValues.Given] = ["wait-lock": .texts(["3"])]
        var values = SettingValues(environment: ["PENSTOCK_WAIT_LOCK": "2"], filed: file)
        #expect(try values.waitLock == 2 && !values.isMeant(\.waitLock))
        values.type(\.waitLock, "1")
        #expect(try values.waitLock == 1 && values.isMeant(\.waitLock))
        values = SettingValues(environment: ["PENSTOCK_WAIT_LOCK": ""], filed: file)
        #expect(try values.waitLock == 3 && values.isMeant(\.waitLock))
    }
}
