import PluginKit

extension Rule.TextShape {
    /// Whether a text looks so.
    func fits(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .notEmpty:
            return !text.isEmpty
        case .digits(let maximum):
            return !text.isEmpty && text.count <= maximum && text.allSatisfy { $0 &- 48 < 10 }
        case .hexadecimal(let length):
            guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x"),
                length.contains(text.count - 2)
            else {
                return false
            }
            return text.dropFirst(2).allSatisfy { $0 &- 48 < 10 || ($0 | 0x20) &- UInt8(ascii: "a") < 6 }
        }
    }
}
