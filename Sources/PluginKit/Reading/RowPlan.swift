public import LosslessJSON
public import Tabular

/// A plan that fills all columns of a dataset, each under its name. It is made once; what is wrong with it is known
/// then.
public protocol DatasetPlan: Sendable {
    var dataset: Dataset { get }
    /// A column that nothing fills, one that is filled twice or as another type, a name that is no column; nil: the
    /// plan fills the dataset.
    var fault: String? { get }
}

extension DatasetPlan {
    /// Throws `PluginError.plugin` for a plan with a fault.
    func check() throws {
        guard let fault else { return }
        throw PluginError(.plugin, "\(dataset.name): \(fault)", fix: "this is a defect of the plugin; please report it")
    }
}

/// How the columns of a dataset are read from a row of an upstream: from the paths of their declarations, and by the
/// readings of those columns that need one.
///
/// ```swift
/// static let plan = RowPlan(dataset, [.text("side") { row throws(OddMember) in try taker.text(in: row) }])
/// ```
/// A member that cannot be read costs itself where its column may be null, and else its row.
public struct RowPlan<Row>: DatasetPlan {
    /// What a member that cannot be read costs.
    public enum Cost: Sendable {
        /// Itself where the column may be null, else the row.
        case member
        /// The row: in this dataset null says something. So does an object on the way that is not there.
        case row
    }

    public let dataset: Dataset
    public let fault: String?
    private let convention: Convention
    @usableFromInline let cost: Cost
    @usableFromInline let json: (@Sendable (Row) -> JSONValue)?
    @usableFromInline let steps: [RowStep]
    /// What each step is, as far as going from one to the next asks: without an object, that takes no count of it.
    @usableFromInline let turns: [RowTurn]
    @usableFromInline let readings: [ColumnReading<Row>.Append]

    /// Of rows whose every column has a reading.
    public init(_ dataset: Dataset, values readings: [ColumnReading<Row>]) {
        self.init(dataset, .plain, .member, json: nil, readings)
    }

    /// Of rows that have an object of the upstream.
    /// - Parameters:
    ///   - json: the object that the paths are of.
    ///   - readings: of columns without a path, and instead of the path of others.
    public init(
        _ dataset: Dataset, convention: Convention = .plain, oddCosts cost: Cost = .member,
        json: @escaping @Sendable (Row) -> JSONValue,
        _ readings: [ColumnReading<Row>] = []
    ) {
        self.init(dataset, convention, cost, json: json, readings)
    }

    private init(
        _ dataset: Dataset, _ convention: Convention, _ cost: Cost, json: (@Sendable (Row) -> JSONValue)?,
        _ readings: [ColumnReading<Row>]
    ) {
        self.dataset = dataset
        self.convention = convention
        self.cost = cost
        self.json = json
        var faults = readings.compactMap { $0.fault(in: dataset.schema) }
        var ways: [String] = []
        var appends: [ColumnReading<Row>.Append] = []
        steps = dataset.schema.columns.map { column in
            let own = readings.filter { $0.name == column.name }
            if own.count > 1 { faults.append("\(column.name) is read twice") }
            let member = Member(column.source, convention, isWayRequired: cost == .row)
            if let append = own.first?.append {
                appends.append(append)
                return RowStep(column, .reading(appends.count - 1), member)
            }
            if json != nil, !column.source.isEmpty {
                let way = ways.firstIndex(of: member.wayPath) ?? ways.count
                if way == ways.count { ways.append(member.wayPath) }
                if let fault = column.form?.fault(of: column.type) { faults.append("\(column.name): \(fault)") }
                let plain = column.form.map { RowStep.Source.formed($0, way: way) } ?? .member(way: way)
                return RowStep(column, own.isEmpty ? plain : .json(way: way), member)
            }
            if !dataset.runtimeColumns.contains(column.name) { faults.append("nothing fills \(column.name)") }
            return RowStep(column, .runtime, member)
        }
        turns = steps.map(\.turn)
        self.readings = appends
        fault = faults.isEmpty ? nil : faults.joined(separator: "; ")
    }

    /// Where a column is read from, for whoever looks at a value before its row is stored. Reading by a name that is no
    /// column with a path throws.
    public func member(_ name: String) -> Member {
        guard let column = dataset.schema.columns.first(where: { $0.name == name }), !column.source.isEmpty else {
            return Member(unknown: name)
        }
        return Member(column.source, convention, isWayRequired: cost == .row)
    }

    /// Appends a row and answers the members that are null because they cannot be read. Nothing of a row stays that
    /// throws. Inlined into plugins, whose rows it then knows.
    @inlinable
    func append(_ row: Row, to builder: inout BatchBuilder) throws(OddMember) -> [OddMember] {
        var odd: [OddMember] = []
        var place = RowPlace(row: json?(row))
        place.lend(to: &builder)
        for (column, turn) in turns.enumerated() {
            do throws(OddMember) {
                if let index = turn.reading {
                    if try readings[index](row, &builder) { continue }
                } else if try steps[column].append(&place, to: &builder) {
                    continue
                }
                guard turn.isNullable else { throw steps[column].lacking }
            } catch {
                guard turn.isNullable, cost == .member else {
                    builder.abandonRow()
                    throw error
                }
                odd.append(error)
            }
            builder.null()
        }
        builder.endRow()
        return odd
    }
}

extension RowPlan where Row == JSONValue {
    /// Of rows that are objects of the upstream.
    public init(
        _ dataset: Dataset, convention: Convention = .plain, oddCosts cost: Cost = .member,
        _ readings: [ColumnReading<JSONValue>] = []
    ) {
        self.init(dataset, convention: convention, oddCosts: cost, json: { $0 }, readings)
    }
}

/// How one column is filled. Without the type of the row, so that what is read from JSON is code that the compiler
/// knows whole; an object, so that going from column to column copies nothing.
@usableFromInline
final class RowStep: Sendable {
    enum Source: Sendable {
        case member(way: Int)
        /// By the form that its column declares.
        case formed(ColumnForm, way: Int)
        /// A list or an object as its JSON.
        case json(way: Int)
        /// By the plan's reading of that number.
        case reading(Int)
        /// The runtime fills it.
        case runtime
    }

    /// In the row, for people.
    private let path: String
    private let type: ColumnType
    private let source: Source
    private let member: Member
    let turn: RowTurn

    init(_ column: Column, _ source: Source, _ member: Member) {
        path = column.source.isEmpty ? column.name : column.source
        type = column.type
        turn =
            switch source {
            case .runtime: RowTurn(reading: nil, isNullable: true)
            case .reading(let number): RowTurn(reading: number, isNullable: column.isNullable)
            case .member, .formed, .json: RowTurn(reading: nil, isNullable: column.isNullable)
            }
        self.source = source
        self.member = member
    }

    /// What is odd about a row in which there is nothing.
    @usableFromInline var lacking: OddMember { OddMember(path, expected: type.expected, found: nil) }

    /// False: there is nothing.
    @usableFromInline
    func append(_ place: inout RowPlace, to builder: inout BatchBuilder) throws(OddMember) -> Bool {
        switch source {
        case .member(let way):
            guard let row = place.row, let holder = try place.holder(of: member, way) else { return false }
            return try member.append(type, of: holder, in: row.document, to: &builder)
        case .formed(let form, let way):
            guard let row = place.row, let holder = try place.holder(of: member, way) else { return false }
            return try member.append(form, type, of: row.document.value(holder), to: &builder)
        case .json(let way):
            guard let row = place.row, let holder = try place.holder(of: member, way) else { return false }
            return try member.appendJSON(of: row.document.value(holder), to: &builder)
        case .reading, .runtime: return false
        }
    }
}

/// What is to be known of a step before it is taken.
@usableFromInline
struct RowTurn: Sendable {
    /// The number of the plan's reading that fills the column; nil: none does.
    @usableFromInline let reading: Int?
    @usableFromInline let isNullable: Bool
}

/// The object that the column before was read from: neighbours are mostly of one.
@usableFromInline
struct RowPlace {
    let row: JSONValue?
    private var way = -1
    private var holder: JSONNode?

    @usableFromInline
    init(row: JSONValue?) {
        self.row = row
    }

    @usableFromInline
    func lend(to builder: inout BatchBuilder) {
        if let row { builder.lend(row.document.bytes) }
    }

    mutating func holder(of member: Member, _ way: Int) throws(OddMember) -> JSONNode? {
        guard way != self.way else { return holder }
        self.way = -1
        if let row { holder = try member.holder(in: row)?.node }
        self.way = way
        return holder
    }
}
