/// Patterns of sh for numbers that `date` writes with two digits.
enum TwoDigits {
    /// `0[1-7]`, `1[0-4]`.
    static func patterns(_ values: [Int]) -> [String] {
        Dictionary(grouping: values) { $0 / 10 }.sorted { $0.key < $1.key }.map { tens, values in
            "\(tens)\(digits(values.map { $0 % 10 }))"
        }
    }

    /// `7`, `[2-6]`, `[135]`, `?`.
    static func digits(_ values: [Int]) -> String {
        let values = values.sorted()
        guard let first = values.first, let last = values.last else { return "" }
        if values.count == 1 { return "\(first)" }
        if values.count == 10 { return "?" }
        if values.count > 2, last - first == values.count - 1 { return "[\(first)-\(last)]" }
        return "[\(values.map(String.init).joined())]"
    }
}
