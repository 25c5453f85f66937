public import PluginKit
import Tabular

/// What every provider's manifest must hold. Part of `ProviderContract`, and what the catalog's own test checks.
public struct ManifestContract: Sendable {
    let manifest: ProviderManifest

    public init(_ manifest: ProviderManifest) {
        self.manifest = manifest
    }

    public func violations() -> [ContractViolation] {
        var found: [ContractViolation] = []
        func expect(_ holds: Bool, _ clause: String, _ detail: String) {
            if !holds { found.append(ContractViolation(clause: clause, detail: detail)) }
        }
        expect(Self.isName(manifest.name), "names are lower case letters, digits, - and _", manifest.name)
        expect(!manifest.summary.isEmpty, "a provider has a summary", manifest.name)
        expect(
            !manifest.defaultArchive.isEmpty && !manifest.defaultArchive.hasPrefix("/"),
            "the default archive is a relative path",
            manifest.defaultArchive)
        for name in Self.repeated(manifest.datasets.map(\.name)) { expect(false, "dataset names are unique", name) }
        for name in Self.repeated(manifest.upstreams.map(\.name)) { expect(false, "upstream names are unique", name) }
        for upstream in manifest.upstreams {
            expect(
                upstream.base.hasPrefix("https://"), "upstreams are asked over https",
                "\(upstream.name): \(upstream.base)")
            expect(!upstream.base.hasSuffix("/"), "a base has no trailing slash", "\(upstream.name): \(upstream.base)")
        }
        for dataset in manifest.datasets { found += violations(of: dataset) }
        if let subjects = manifest.subjects { found += violations(of: subjects) }
        return found
    }

    private func violations(of dataset: Dataset) -> [ContractViolation] {
        var found: [ContractViolation] = []
        func expect(_ holds: Bool, _ clause: String, _ detail: String) {
            if !holds { found.append(ContractViolation(clause: clause, detail: "\(dataset.name): \(detail)")) }
        }
        expect(Self.isName(dataset.name), "names are lower case letters, digits, - and _", dataset.name)
        expect(!dataset.summary.isEmpty, "a dataset has a summary", "none")
        expect(!dataset.schema.key.isEmpty, "a dataset has a key", "none of the key's names is a column")
        for name in Self.repeated(dataset.schema.names) { expect(false, "column names are unique", name) }
        for column in dataset.schema.columns { expect(!column.summary.isEmpty, "a column has a summary", column.name) }
        for index in dataset.schema.key {
            let column = dataset.schema.columns[index]
            expect(!column.isNullable, "a key is never null", column.name)
            expect(column.type != .decimal, "a key is no decimal", column.name)
        }
        if case .series(let axis, _) = dataset.kind {
            expect(dataset.axisColumn != nil, "a series' axis is a column", axis)
            // Units share a table, and an update reads the end of one unit.
            expect(
                dataset.schema.keyNames.dropFirst().contains(axis),
                "the key of a series has a column before its axis that names the unit",
                dataset.schema.keyNames.joined(separator: ", "))
        }
        expect(dataset.isSeries || dataset.home == .sinks, "only a series says where its rows are kept", "record")
        for name in Self.repeated(Self.tableNames(dataset.schema)) {
            expect(false, "columns differ by more than case, and none is named like a decimal's text", name)
        }
        if let chart = dataset.chart {
            expect(dataset.isSeries, "what is drawn is a series", chart.value)
            for name in [chart.value, chart.split].compactMap({ $0 }) {
                let type = dataset.schema.index(of: name).map { dataset.schema.columns[$0].type }
                expect(type == .decimal || type == .integer, "a chart draws columns of numbers", name)
            }
        }
        for view in dataset.views {
            expect(Self.isName(view.name), "names are lower case letters, digits, - and _", view.name)
            expect(!view.summary.isEmpty, "a view has a summary", view.name)
            expect(view.select.contains("{table}"), "a view selects from its dataset's table", view.name)
        }
        for name in Self.repeated(dataset.views.map(\.name)) { expect(false, "view names are unique", name) }
        if case .entities(let membership?) = dataset.kind {
            for name in [membership.firstSeen, membership.lastSeen] {
                expect(
                    dataset.schema.index(of: name).map { dataset.schema.columns[$0].type } == .day,
                    "a membership's columns are days", name)
            }
        }
        if case .entities(let membership?) = dataset.kind, dataset.schema.keyNames.contains(membership.firstSeen) {
            expect(
                dataset.keepsSpells, "a membership's first day is last in the key, behind what names the member",
                dataset.schema.keyNames.joined(separator: ", "))
        }
        if case .changes = dataset.kind {
            expect(
                dataset.schema.key.count > 1
                    && dataset.schema.key.last.map { Self.isMoment(dataset.schema.columns[$0].type) } == true,
                "the key of changes has what names the thing and, last, the day or instant when it was seen",
                dataset.schema.keyNames.joined(separator: ", "))
            expect(
                dataset.schema.width > dataset.schema.key.count,
                "changes have a column outside of the key that can change", "none")
        }
        return found + dataset.rules.flatMap { RuleContract(rule: $0, dataset: dataset).violations() }
    }

    private func violations(of subjects: SubjectDeclaration) -> [ContractViolation] {
        var found: [ContractViolation] = []
        func expect(_ holds: Bool, _ clause: String, _ detail: String) {
            if !holds { found.append(ContractViolation(clause: clause, detail: detail)) }
        }
        for name in subjects.prices.sorted() {
            expect(
                manifest.dataset(named: name)?.isSeries == true, "prices of subjects are series of the manifest", name)
        }
        expect(subjects.batch >= 0, "a batch of subjects is not below 0", "\(subjects.batch)")
        expect(subjects.limit > 0, "a limit of subjects is above 0", "\(subjects.limit)")
        expect(!subjects.noun.singular.isEmpty && !subjects.noun.plural.isEmpty, "subjects have a noun", manifest.name)
        return found
    }

    private static func isMoment(_ type: ColumnType) -> Bool {
        switch type {
        case .day, .instant: true
        case .text, .decimal, .integer, .boolean: false
        }
    }

    /// As a database has them, which takes `Close` and `close` for one.
    private static func tableNames(_ schema: Schema) -> [String] {
        schema.columns.flatMap { $0.type == .decimal ? [$0.name, $0.name + "_text"] : [$0.name] }.map {
            $0.lowercased()
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789_-".utf8.contains($0) }
    }

    private static func repeated(_ names: [String]) -> [String] {
        Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    }
}
