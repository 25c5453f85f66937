import Orchestrator
import PluginKit
import Tabular

/// Reads a dataset of a source's file: its columns, each with its type, where it is read and how.
struct DatasetReader {
    let entry: FileEntry
    let name: String

    func dataset() throws -> Dataset {
        let parts = try EntryParts(
            entry, ["kind", "summary", "axis", "dense", "key", "columns"], example: "columns:")
        guard name.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil else {
            throw entry.failure(
                "'\(name)' cannot be a dataset's name", fix: "lower-case letters, digits and underscores")
        }
        let columns = try parts.required("columns").members("id: {type: text, from: id}").map(column)
        guard !columns.isEmpty else { throw try parts.required("columns").failure("it has none", fix: "name some") }
        let key = try parts.required("key").texts("[symbol, time]")
        let names = columns.map(\.name)
        for part in key where !names.contains(part) {
            throw try parts.required("key").failure(
                "there is no column \(part)" + UsageWording.meant(part, among: names, after: "."),
                fix: "its columns are \(names.joined(separator: ", "))")
        }
        let kind: Dataset.Kind
        if let axis = parts["axis"] {
            let column = try axis.text("time")
            guard names.contains(column) else {
                throw axis.failure(
                    "there is no column \(column)", fix: "its columns are \(names.joined(separator: ", "))")
            }
            guard key.contains(column) else {
                throw axis.failure("the axis is not in the key", fix: "the key has what names the unit, then the axis")
            }
            kind = .series(axis: column, isDense: try parts["dense"]?.isOn() ?? false)
        } else {
            kind = .entities(nil)
        }
        if let said = parts["kind"] {
            let isSeries = try said.choice([("series", true), ("entities", false)])
            if isSeries != (parts["axis"] != nil) {
                throw said.failure("a series has an axis, and entities have none", fix: "leave kind: away")
            }
        }
        let summary = try parts["summary"]?.text("Trades of a symbol.") ?? "\(name.capitalizedFirst)."
        return Dataset(name, kind, summary, columns: columns, key: key)
    }

    private func column(_ name: String, _ entry: FileEntry) throws -> Column {
        guard name.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil else {
            throw entry.failure(
                "'\(name)' cannot be a column's name", fix: "lower-case letters, digits and underscores")
        }
        let parts = try EntryParts(
            entry, ["type", "from", "as", "nullable", "unit", "summary"], example: "{type: decimal, from: price}")
        let type = try self.type(parts.required("type"))
        return Column(
            name, type, nullable: try parts["nullable"]?.isOn() ?? false, unit: try parts["unit"]?.text("USD") ?? "",
            from: try parts.required("from").text("price.close"), as: try parts["as"].map { try form($0, type) },
            try parts["summary"]?.text("As sent.") ?? "")
    }

    private func type(_ entry: FileEntry) throws -> ColumnType {
        let said = try entry.text("decimal")
        if let match = said.wholeMatch(of: /instant\(([0-6])\)/), let digits = Int(match.1) {
            return .instant(fractionDigits: digits)
        }
        return try entry.choice([
            ("text", .text), ("decimal", .decimal), ("integer", .integer), ("boolean", .boolean), ("day", .day),
            ("instant", .instant(fractionDigits: 0)), ("instant(3)", .instant(fractionDigits: 3)),
        ])
    }

    private func form(_ entry: FileEntry, _ type: ColumnType) throws -> ColumnForm {
        let form: ColumnForm =
            switch try entry.text("milliseconds") {
            case "cents": .cents
            case "decimal": .decimal
            default: .time(try entry.timeForm())
            }
        if let fault = form.fault(of: type) {
            throw entry.failure(fault, fix: "see what can be read so in docs/sources.md")
        }
        return form
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
