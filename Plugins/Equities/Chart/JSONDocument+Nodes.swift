import LosslessJSON
import PluginKit
import Tabular

/// Numbers of a chart read where they stand, without a copy of their text: hot loops go over nodes.
extension JSONDocument {
    /// The whole number that a node is, in any spelling; fast where it has at most 18 digits and no sign. nil: it is
    /// none.
    func wholeNumber(_ node: JSONNode) -> Int64? {
        let range = node.textRange
        let plain: Int64? = bytes.withUnsafeBufferPointer { bytes in
            guard node.isNumber, range.count <= 18 else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte &- 48 < 10 else { return nil }
                value = value &* 10 &+ Int64(byte &- 48)
            }
            return value
        }
        return plain ?? value(node).wholeNumber
    }

    /// Whether the text of a node is a decimal: a number, or one in quotes.
    func isDecimal(_ node: JSONNode) -> Bool {
        if node.isNumber { return true }
        return node.kind == .string && !node.hasEscapes && DecimalText.isDecimal(bytes[node.textRange])
    }
}
