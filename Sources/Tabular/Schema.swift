/// The columns of a dataset in their order, and which of them make a row's key.
public struct Schema: Hashable, Sendable {
    public let columns: [Column]
    /// Indices into `columns`, in the key's order. Rows of a file stand in this order.
    public let key: [Int]

    /// `key` names columns; a name that is no column is left out, which the registry's checks report.
    public init(_ columns: [Column], key: [String]) {
        self.columns = columns
        self.key = key.compactMap { name in columns.firstIndex { $0.name == name } }
    }

    public var width: Int { columns.count }
    public var names: [String] { columns.map(\.name) }
    public var keyNames: [String] { key.map { columns[$0].name } }

    public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
