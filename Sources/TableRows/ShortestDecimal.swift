/// The shortest text of a double, as the database's users see it: `187.15`, `5`, `1e-07`.
public enum ShortestDecimal {
    public static func text(_ double: Double) -> String {
        let text = double.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
