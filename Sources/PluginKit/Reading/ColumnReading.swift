public import LosslessJSON
public import Tabular

/// How one column, by its name, is read from a row where its path alone does not say it. nil is null, and sets the row
/// aside where the column may not be null; an `OddMember` is a value that cannot be read.
public struct ColumnReading<Row>: Sendable {
    /// Appends the column's value; false: there is none.
    @usableFromInline typealias Append = @Sendable (Row, inout BatchBuilder) throws(OddMember) -> Bool
    public typealias Read<Value> = @Sendable (Row) throws(OddMember) -> Value?

    let name: String
    private let type: String
    private let isOfType: @Sendable (ColumnType) -> Bool
    /// nil: from the column's path, a list or an object as its JSON.
    let append: Append?

    @inlinable
    public static func text(_ name: String, _ read: @escaping Read<String>) -> ColumnReading {
        ColumnReading(name, "text", { $0 == .text }, read) { $1.text($0) }
    }

    @inlinable
    public static func decimal(_ name: String, _ read: @escaping Read<String>) -> ColumnReading {
        ColumnReading(name, "a decimal", { $0 == .decimal }, read) { $1.decimal($0) }
    }

    @inlinable
    public static func integer(_ name: String, _ read: @escaping Read<Int64>) -> ColumnReading {
        ColumnReading(name, "an integer", { $0 == .integer }, read) { $1.integer($0) }
    }

    @inlinable
    public static func boolean(_ name: String, _ read: @escaping Read<Bool>) -> ColumnReading {
        ColumnReading(name, "a boolean", { $0 == .boolean }, read) { $1.boolean($0) }
    }

    @inlinable
    public static func day(_ name: String, _ read: @escaping Read<Day>) -> ColumnReading {
        ColumnReading(name, "a day", { $0 == .day }, read) { $1.day($0) }
    }

    @inlinable
    public static func instant(_ name: String, _ read: @escaping Read<Instant>) -> ColumnReading {
        ColumnReading(name, "an instant", { if case .instant = $0 { true } else { false } }, read) { $1.instant($0) }
    }

    /// The first of several members that is there, as its bytes: of a column that an upstream has renamed.
    /// - Parameter json: the object that the members' paths are of.
    public static func text(
        _ name: String, firstOf members: [Member], in json: @escaping @Sendable (Row) -> JSONValue
    ) -> ColumnReading {
        ColumnReading(name: name, type: "text", isOfType: { $0 == .text }) { (row, builder) throws(OddMember) in
            let json = json(row)
            builder.lend(json.document.bytes)
            for member in members {
                guard let holder = try member.holder(in: json)?.node else { continue }
                if try member.append(.text, of: holder, in: json.document, to: &builder) { return true }
            }
            return false
        }
    }

    /// From its path: text as it is, a list or an object as its JSON.
    public static func json(_ name: String) -> ColumnReading {
        ColumnReading(name: name, type: "text", isOfType: { $0 == .text }, append: nil)
    }

    @usableFromInline
    init(name: String, type: String, isOfType: @escaping @Sendable (ColumnType) -> Bool, append: Append?) {
        self.name = name
        self.type = type
        self.isOfType = isOfType
        self.append = append
    }

    /// Inlined into plugins, whose rows it then knows: a value of a type that is known only at run time costs more than
    /// all else that is done with it.
    @inlinable
    init<Value>(
        _ name: String, _ type: String, _ isOfType: @escaping @Sendable (ColumnType) -> Bool,
        _ read: @escaping Read<Value>,
        _ append: @escaping @Sendable (Value, inout BatchBuilder) -> Void
    ) {
        self.init(name: name, type: type, isOfType: isOfType) { (row, builder) throws(OddMember) in
            guard let value = try read(row) else { return false }
            append(value, &builder)
            return true
        }
    }

    /// Why it is none of a schema's columns; nil: it is one.
    func fault(in schema: Schema) -> String? {
        guard let column = schema.columns.first(where: { $0.name == name }) else { return "there is no column \(name)" }
        if append == nil, column.source.isEmpty { return "\(name) has no path" }
        return isOfType(column.type) ? nil : "\(name) is \(column.type.name), and is read as \(type)"
    }
}
