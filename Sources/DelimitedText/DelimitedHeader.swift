/// The names of the columns, in order. Columns are found by name, never by counting.
public struct DelimitedHeader: Sendable, Hashable {
    public let names: [String]
    private let positions: [String: Int]

    /// Throws when there is no name, when a name is empty and when a name comes twice. Case counts; names equal in
    /// Unicode are equal.
    public init(_ names: [String]) throws(DelimitedTextError) {
        try self.init(names, at: DelimitedPlace(line: 1, column: 1, offset: 0))
    }

    init(_ names: [String], at place: DelimitedPlace) throws(DelimitedTextError) {
        guard !names.isEmpty else { throw .emptyHeader(at: place) }
        var positions: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            guard !name.isEmpty else { throw .unnamedColumn(position, of: names, at: place) }
            if let earlier = positions.updateValue(position, forKey: name) {
                throw .duplicateColumn(name, positions: (earlier, position), at: place)
            }
        }
        self.names = names
        self.positions = positions
    }

    public var count: Int { names.count }

    /// The position of a column that must be there. The error lists the names that are, and the one that was probably
    /// meant.
    public func position(of name: String) throws(DelimitedTextError) -> Int {
        guard let position = positions[name] else { throw .unknownColumn(name, names: names) }
        return position
    }

    /// The position of a column that may be missing.
    public func position(ofOptional name: String) -> Int? { positions[name] }
}
