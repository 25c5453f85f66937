import DelimitedText
import Tabular

/// Rows of delimited text with a header, by the names of its columns.
struct CSVRows {
    /// Texts that stand where there is no value.
    let missing: Set<String>
    let delimiter: UInt8
    let dataset: Dataset
    /// Of the unit.
    let name: String

    /// What a cell says.
    private enum Cell {
        case appended
        case nothing
        case odd(OddMember)
    }

    /// A row in which a column that may not be null has nothing is none: that is how the upstream says that there is no
    /// value. A cell that cannot be read costs itself where it may be null, and else its row (T2).
    func read<P: Provider>(_ response: Response, _ page: inout Page<P>) throws -> DeclaredAnswer {
        let dialect = DelimitedDialect(
            delimiter: delimiter, requiresFinalNewline: true, acceptsByteOrderMark: true)
        var reader = DelimitedReader(response.body, dialect: dialect)
        let header = try reader.header()
        var places: [Int?] = []
        for column in dataset.schema.columns {
            if column.isOfName {
                // The name of the unit, or the column that is called by it.
                places.append(column.type == .text ? nil : try header.position(of: name))
            } else {
                places.append(try header.position(of: column.source))
            }
        }
        var last = DelimitedRecord()
        var count = 0
        var odd: [(OddMember, DelimitedRecord, isRow: Bool)] = []
        try page.content.withBuilder(of: dataset) { builder in
            var record = DelimitedRecord()
            while try reader.next(into: &record) {
                count += 1
                last = record
                append(record, places, to: &builder, &odd)
            }
        }
        page.looks(at: count, of: dataset)
        for (member, record, isRow) in odd {
            let key = dataset.schema.key.map { index in places[index].map { record.text(at: $0) } ?? name }
                .joined(separator: "|")
            let raw = String(decoding: record.raw, as: UTF8.self)
            if isRow {
                page.setAside(member, nil, of: dataset, key: key, raw: raw)
            } else {
                page.leavesOut(member, nil, of: dataset, key: key)
            }
        }
        let found = last
        return DeclaredAnswer(dataset: dataset, count: count) { path in
            guard count > 0, let place = header.position(ofOptional: path) else { return nil }
            let text = found.text(at: place)
            return text.isEmpty ? nil : text
        }
    }

    private func append(
        _ record: DelimitedRecord, _ places: [Int?], to builder: inout BatchBuilder,
        _ odd: inout [(OddMember, DelimitedRecord, isRow: Bool)]
    ) {
        for (column, place) in zip(dataset.schema.columns, places) {
            switch cell(place.map { record.text(at: $0) }, column, &builder) {
            case .appended: continue
            case .nothing where column.isNullable: builder.null()
            case .nothing: return builder.abandonRow()
            case .odd(let member):
                odd.append((member, record, isRow: !column.isNullable))
                guard column.isNullable else { return builder.abandonRow() }
                builder.null()
            }
        }
        builder.endRow()
    }

    /// - Parameter text: nil: the name of the unit.
    private func cell(_ text: String?, _ column: Column, _ builder: inout BatchBuilder) -> Cell {
        guard let text else {
            builder.text(name)
            return .appended
        }
        if missing.contains(text) { return .nothing }
        if let form = column.form {
            guard !form.append(text, column.type, to: &builder) else { return .appended }
            return .odd(OddMember(column.source, expected: form.expected, text: text))
        }
        guard column.type != .text else {
            builder.text(text)
            return .appended
        }
        guard let value = Value(text: text, as: column.type) else {
            return .odd(OddMember(column.source, expected: column.type.expected, text: text))
        }
        builder.value(value)
        return .appended
    }
}
