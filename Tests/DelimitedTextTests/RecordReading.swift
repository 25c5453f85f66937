import DelimitedText

/// A field as a test writes it down.
enum Cell: Hashable, CustomStringConvertible {
    case null
    case text(String)

    var description: String {
        switch self {
        case .null: "∅"
        case .text(let text): text.debugDescription
        }
    }
}

extension DelimitedRecord {
    var cells: [Cell] { (0..<count).map { isNull(at: $0) ? .null : .text(text(at: $0)) } }
}

func records(_ text: String, dialect: DelimitedDialect = .written) throws -> [[Cell]] {
    var reader = DelimitedReader(Array(text.utf8), dialect: dialect)
    var result: [[Cell]] = []
    while let record = try reader.next() { result.append(record.cells) }
    return result
}

/// Numbers that are the same in every run.
struct Sequence64 {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
