import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// Prints accounts as they come. Nothing of a unit is kept but the lines of the first holes.
struct CoverageOutput {
    enum Style {
        case text
        case csv
        case json
        /// Text, and only where there are holes.
        case quiet
    }

    /// So many units with holes are named in text where not all of them are asked for.
    static let shown = 20

    /// Where it is printed now.
    var console: Console
    private let style: Style
    private let isWhole: Bool
    private let isProof: Bool
    private(set) var units = 0
    private(set) var unitsWithHoles = 0
    /// Lists and named markets of which no whole answer ever came: as much a hole as one of a unit.
    private(set) var unreadLists = 0
    private var provider: CoverageWording?
    private var hasPrinted = false

    init(host: Host, style: Style, isWhole: Bool, isProof: Bool) {
        console = host.console
        self.style = style
        self.isWhole = isWhole
        self.isProof = isProof
    }

    mutating func begin(now: Instant) {
        switch style {
        case .csv: console.emit(CoverageLine.header)
        case .json: console.emit("{\n\"now_utc\": \(JSONOutput.instant(now).text),\n\"providers\": [")
        case .text, .quiet: break
        }
    }

    mutating func open(_ manifest: ProviderManifest, archive: String) {
        provider = CoverageWording(manifest: manifest, archive: archive)
        if style == .json {
            console.emit("\(hasPrinted ? "," : ""){\n\"provider\": \(JSONOutput.string(manifest.name).text),")
            console.emit("\"archive\": \(JSONOutput.string(archive).text),\n\"units\": [")
        }
        hasPrinted = true
    }

    mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        let isFirst = provider?.hasPrinted == false
        provider?.add(account)
        guard isWhole || account.hasHole else { return }
        switch style {
        case .csv:
            let spans = isWhole ? account.spans : account.holes
            console.emit(spans.map { CoverageLine(account: account, part: $0).csv }.joined(separator: "\n"))
        case .json:
            console.emit((isFirst ? "" : ",") + CoverageLine.unit(account, isWhole: isWhole).text)
            provider?.hasPrinted = true
        case .text, .quiet: provider?.name(account, isWhole: isWhole, upTo: isWhole ? .max : Self.shown)
        }
        if isWhole, style == .text { flush() }
    }

    var isProved: Bool { units > 0 && unitsWithHoles == 0 && unreadLists == 0 }

    mutating func add(_ list: UnreadList) {
        unreadLists += 1
        provider?.add(list)
        guard style == .csv, let name = provider?.manifest.name else { return }
        console.emit(
            CoverageLine.csv([
                "\(name)", list.label, "", "unread", "", "", "", list.reason?.code ?? "", list.reason?.detail ?? "", "",
                "",
            ]))
    }

    /// How all of the provider stands, whatever part of it is shown.
    mutating func add(_ standing: StandingWording) { provider?.standing = standing }

    mutating func close() {
        guard let provider else { return }
        switch style {
        case .csv: break
        case .json:
            console.emit("],\n\"unread_lists\": \(JSONOutput.array(provider.unread.map(CoverageLine.unread)).text),")
            let standing = provider.standing
            console.emit("\"headline\": \(JSONOutput.text(standing?.headline).text),")
            console.emit("\"is_stale\": \(JSONOutput.bool(standing?.status.isStale ?? false).text),")
            console.emit("\"late_columns\": \(JSONOutput.array(provider.lateColumns.map(CoverageLine.late)).text),")
            console.emit("\"datasets\": \(JSONOutput.array(provider.totals.map(CoverageLine.total)).text)\n}")
        case .text: console.print(provider.text(isProof: isProof))
        case .quiet: if provider.hasHoles || provider.units == 0 { console.print(provider.text(isProof: isProof)) }
        }
        self.provider = nil
    }

    mutating func end() {
        guard style == .json else { return }
        console.emit(
            "],\n\"unit_count\": \(units),\n\"units_with_holes\": \(unitsWithHoles),\n\"is_proved\": \(isProved)\n}"
        )
    }

    /// Lines that wait are printed before there are many.
    private mutating func flush() {
        guard let lines = provider?.takeLines() else { return }
        console.print(lines.joined(separator: "\n"))
    }
}
