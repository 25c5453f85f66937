/// The one sentence above everything.
struct Verdict {
    let cards: [DatasetCard]

    var standing: Standing { Standing.worst(cards.map(\.standing)) }

    var words: String {
        let behind = cards.count { $0.standing == .behind }
        let empty = cards.count { $0.standing == .empty }
        switch standing {
        case .current: return cards.count == 1 ? "Up to date" : "All \(cards.count) datasets are up to date"
        case .empty where empty == cards.count: return "No data yet"
        case .empty:
            return
                """
                Up to date, as far as there are data: \(empty) of \(cards.count) datasets \(empty == 1 ? "is" : "are") \
                empty
                """
        case .behind where cards.count == 1: return "Behind"
        case .behind where behind == cards.count: return "All \(cards.count) datasets are behind"
        case .behind: return "\(behind) of \(cards.count) datasets \(behind == 1 ? "is" : "are") behind"
        }
    }
}

extension Standing {
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
