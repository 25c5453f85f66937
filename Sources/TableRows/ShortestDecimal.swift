/// The shortest text of a double, as Swift and Python print it: `187.15`, `5.0`, `1e-07`.
package enum ShortestDecimal {
    package static func text(_ double: Double) -> String { double.description }
}
