import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// Prints what `coverage` finds while it is read, as text, CSV or JSON. Nothing of a unit is kept but the lines of the
/// first holes.
struct CoveragePrinter {
    enum Style {
        case text
        case csv
        case json
        /// Text, and only where there are holes.
        case quiet
    }

    /// Where it is printed now.
    var console: Console
    private let style: Style
    private let isWhole: Bool
    private let isProof: Bool
    private var units = 0
    private var unitsWithHoles = 0
    /// Lists and named markets of which no whole answer ever came: as much a hole as one of a unit.
    private var unreadLists = 0
    /// Of the provider that is being read.
    private var current: (facts: CoverageFacts, page: CoveragePage)?
    private var hasProvider = false
    /// Nothing is kept of all that has series.
    private var isBare: Bool { units == 0 && hasSeries }
    private var hasSeries = false
    private var hasUnit = false

    init(host: Host, style: Style, isWhole: Bool, isProof: Bool) {
        console = host.console
        self.style = style
        self.isWhole = isWhole
        self.isProof = isProof
    }

    /// A provider with series that keeps none has proved nothing.
    var isProved: Bool { hasProvider && !isBare && unitsWithHoles == 0 && unreadLists == 0 }

    func begin(now: Instant) {
        switch style {
        case .csv: console.emit(CoverageFacts.header)
        case .json: console.emit("{\n\(Self.lines(JSONOutput.members(["now_utc": now]))),\n\"providers\": [")
        case .text, .quiet: break
        }
    }

    mutating func open(_ manifest: ProviderManifest, archive: String) {
        let facts = CoverageFacts(manifest: manifest, archive: archive)
        hasSeries = hasSeries || manifest.hasSeries
        if style == .json {
            console.emit("\(hasProvider ? "," : ""){\n\(Self.lines(facts.opening)),\n\"units\": [")
        }
        current = (facts, CoveragePage(isWhole: isWhole, isProof: isProof))
        (hasProvider, hasUnit) = (true, false)
    }

    mutating func add(_ account: UnitAccount) {
        units += 1
        if account.hasHole { unitsWithHoles += 1 }
        current?.facts.add(account)
        guard isWhole || account.hasHole else { return }
        let unit = UnitCoverage(account, isWhole: isWhole)
        switch style {
        case .csv: console.emit(unit.csv)
        case .json: console.emit((hasUnit ? "," : "") + unit.json.text)
        case .text, .quiet: current?.page.name(unit)
        }
        hasUnit = true
        // Lines that wait are printed before there are many.
        if isWhole, style == .text, let spans = current?.page.takeSpans() { console.print(spans) }
    }

    mutating func add(_ list: UnreadList) {
        unreadLists += 1
        current?.facts.add(list)
        if style == .csv, let facts = current?.facts { console.emit(facts.csv(list)) }
    }

    /// - Parameter standing: how all of the provider stands, whatever part of it is shown.
    mutating func close(_ standing: ProviderStanding) {
        current?.facts.standing = standing
        guard let (facts, page) = current else { return }
        switch style {
        case .csv: break
        case .json: console.emit("],\n\(Self.lines(facts.closing))\n}")
        case .text: console.print(page.text(facts))
        case .quiet: if facts.hasHoles || facts.units == 0 { console.print(page.text(facts)) }
        }
        current = nil
    }

    func end() {
        guard style == .json else { return }
        let members = JSONOutput.members([
            "unit_count": units, "units_with_holes": unitsWithHoles, "is_proved": isProved,
        ])
        console.emit("],\n\(Self.lines(members))\n}")
    }

    /// Members of an object that is printed while it is read.
    private static func lines(_ members: [JSONOutput.Member]) -> String {
        members.map { "\(JSONOutput.string($0.name).text): \($0.value.text)" }.joined(separator: ",\n")
    }
}
