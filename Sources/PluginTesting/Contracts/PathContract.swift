import LosslessJSON
public import PluginKit
import Tabular

/// What a column says of where it is read from is true: one number of a good answer at a time becomes another, and no
/// decimal changes but those of columns that are declared with that place. So two neighbours that a provider has
/// exchanged are found, by whatever hand they are read. Of numbers that stand at one place of many rows the first is
/// tried; answers that are no JSON are passed over.
public struct PathContract: Sendable {
    let provider: any LoadedProvider
    let sample: ProviderContract.Sample

    public init(_ provider: any LoadedProvider, _ sample: ProviderContract.Sample) {
        self.provider = provider
        self.sample = sample
    }

    public struct Result: Sendable {
        public var violations: [ContractViolation] = []
        /// `trades.yes_price`: those that were seen to change with the number at their path.
        public var columns: Set<String> = []
    }

    public func check() throws -> Result {
        var result = Result()
        guard let places = try? PathContract.numbers(of: sample.response.body) else { return result }
        let before = try decimals(sample.response.body)
        for (names, range) in places.sorted(by: { $0.value.lowerBound < $1.value.lowerBound }) {
            var body = sample.response.body
            body.replaceSubrange(range, with: Array((body[range].elementsEqual("0.37".utf8) ? "0.73" : "0.37").utf8))
            // What sets a row aside, or refuses the answer, says nothing of columns.
            guard let after = try? decimals(body), after.map(\.count) == before.map(\.count) else { continue }
            for (old, new) in zip(before, after) where old.cells != new.cells {
                let column = "\(old.dataset).\(old.column.name)"
                if PathContract.contains(names, old.column.source) {
                    result.columns.insert(column)
                } else {
                    let place = names.joined(separator: ".")
                    result.violations.append(
                        ContractViolation(
                            clause: "a column is read from the path that it declares",
                            detail:
                                "\(column) is declared with \(old.column.source) and changes with \(place)"
                        ))
                }
            }
        }
        return result
    }

    private struct Cells {
        let dataset: String
        let column: Column
        let cells: [String?]

        var count: Int { cells.count }
    }

    /// The decimals that an answer becomes, column by column. One element of a list and what is computed are no places.
    private func decimals(_ body: [UInt8]) throws -> [Cells] {
        let response = Response(
            status: sample.response.status, headers: sample.response.headers, body: body,
            received: sample.response.received)
        var content = try provider.read(response, for: sample.fetch)
        return content.takeBatches().flatMap { dataset, batch in
            dataset.schema.columns.enumerated().filter {
                $1.type == .decimal && !$1.source.isEmpty && !$1.source.contains("[")
            }.map {
                index, column in
                Cells(
                    dataset: dataset.name, column: column,
                    cells: (0..<batch.count).map { batch.text(row: $0, column: index) })
            }
        }
    }

    /// Whether the names of a column's path stand in those of a place, one behind the other.
    private static func contains(_ place: [String], _ path: String) -> Bool {
        let names = path.split(separator: ".").map(String.init)
        return place.indices.contains { place[$0...].starts(with: names) }
    }

    /// The first number, or text that is one, of each place; elements of lists and keys that are numbers have no name.
    private static func numbers(of body: [UInt8]) throws -> [[String]: Range<Int>] {
        var found: [[String]: Range<Int>] = [:]
        func walk(_ value: JSONValue, _ names: [String]) throws {
            switch value.kind {
            case .object:
                for (key, member) in try value.members { try walk(member, Int(key) == nil ? names + [key] : names) }
            case .array: for element in try value.elements { try walk(element, names) }
            case .number: if found[names] == nil { found[names] = value.textRange }
            case .string:
                if found[names] == nil, !value.hasEscapes, value.decimalText != nil { found[names] = value.textRange }
            case .boolean, .null: break
            }
        }
        try walk(JSONDocument(body).root, [])
        return found
    }
}
