/// The shortest text of a double, as Swift and Python print it: `187.15`, `5.0`, `1e-07`.
public enum ShortestDecimal {
    public static func text(_ double: Double) -> String { double.description }
}
