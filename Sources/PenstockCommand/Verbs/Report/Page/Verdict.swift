/// The one sentence above everything.
struct Verdict {
    /// Of every dataset.
    let datasets: [Freshness]

    /// The worst of them.
    var freshness: Freshness { datasets.max { $0.rawValue < $1.rawValue } ?? .empty }

    var words: String {
        let count = datasets.count
        let behind = datasets.count { $0 == .behind }
        let empty = datasets.count { $0 == .empty }
        switch freshness {
        case .current: return count == 1 ? "Up to date" : "All \(count) datasets are up to date"
        case .empty where empty == count: return "No data yet"
        case .empty:
            return
                """
                Up to date, as far as there are data: \(empty) of \(count) datasets \(empty == 1 ? "is" : "are") \
                empty
                """
        case .behind where count == 1: return "Behind"
        case .behind where behind == count: return "All \(count) datasets are behind"
        case .behind: return "\(behind) of \(count) datasets \(behind == 1 ? "is" : "are") behind"
        }
    }
}

/// How a dataset stands. Each has a word and a shape besides its colour.
enum Freshness: Int, CaseIterable {
    /// All that is due is there or accounted for.
    case current
    /// Nothing was asked for yet.
    case empty
    /// Older than it should be, or never a success.
    case behind

    var words: String {
        switch self {
        case .current: "up to date"
        case .empty: "no data yet"
        case .behind: "behind"
        }
    }

    /// The class of its colour.
    var tone: Markup {
        switch self {
        case .current: "good"
        case .empty: "soft"
        case .behind: "bad"
        }
    }

    /// A shape of its own for each: a disc, a ring, a triangle.
    var sign: Markup {
        switch self {
        case .current: Self.shape("<circle cx=\"8\" cy=\"8\" r=\"7\"/>")
        case .empty: Self.shape("<path d=\"M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8z\"/>")
        case .behind: Self.shape("<path d=\"M8 1 16 15H0z\"/>")
        }
    }

    static func shape(_ path: Markup) -> Markup {
        "<svg class=\"sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\(path)</svg>"
    }
}
