import ArgumentParser
import MarketCalendar
import Orchestrator
import PluginKit
import Tabular

/// `penstock calendar XNYS --from --to`: sessions as CSV, so that anyone can check them against another source.
struct Calendar: ParsableCommand, TakesSettings {
    static let verb = Verb.calendar
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Print the sessions of an exchange as CSV.",
        discussion: "Example: penstock calendar XNYS --from 2024-01-01 --to 2024-12-31")

    @Argument(help: ArgumentHelp("The exchange's code (MIC), such as XNYS.", valueName: "exchange")) var exchange:
        String
    @OptionGroup var flags: Flags<Calendar>

    func run() throws {
        guard let calendar = MarketCalendar.named(exchange) else {
            throw UsageWording.unknownCalendar(exchange, known: MarketCalendar.all.map(\.name))
        }
        let first = try SettingText(values.from, source: "--from").day()
        let last = try SettingText(values.until, source: "--to").day()
        guard first <= last else { throw UsageWording.reversed("--from", first, "--to", last, isOpenEnded: false) }
        guard first >= calendar.firstDay, last <= calendar.lastDay else {
            throw RunFailure(
                .usage, "The calendar \(calendar.name) covers \(calendar.firstDay) to \(calendar.lastDay)",
                fix: "choose --from and --to inside of that")
        }
        var text = "date,open_utc,close_utc,early_close"
        for day in calendar.sessions(in: first..<last.adding(1)) {
            text += "\n\(day),\(calendar.open(of: day)),\(calendar.close(of: day)),\(calendar.isEarlyClose(day))"
        }
        host.console.emit(text)
    }
}
