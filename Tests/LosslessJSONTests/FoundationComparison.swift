import Foundation
import LosslessJSON

/// Compares a value with what Foundation's JSONSerialization made of the same text.
enum FoundationComparison {
    static func parsed(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    /// The first difference in words; nil when there is none.
    static func difference(_ ours: JSONValue, _ theirs: Any) throws -> String? {
        switch ours.kind {
        case .null: return theirs is NSNull ? nil : "null and \(theirs) at \(ours.path)"
        case .boolean: return (theirs as? Bool) == (try ours.bool()) ? nil : "\(ours) and \(theirs) at \(ours.path)"
        case .number:
            guard let number = theirs as? NSNumber else { return "\(ours) and \(theirs) at \(ours.path)" }
            return try numberDifference(ours, number.doubleValue)
        case .string:
            guard let text = theirs as? String, withoutMarks(text) == withoutMarks(try ours.string()) else {
                return "\(ours) and \(theirs) at \(ours.path)"
            }
            return nil
        case .array:
            guard let array = theirs as? [Any], array.count == ours.count else {
                return "\(ours.count) elements and \(theirs) at \(ours.path)"
            }
            for (element, their) in zip(try ours.elements, array) {
                if let difference = try difference(element, their) { return difference }
            }
            return nil
        case .object:
            guard let object = theirs as? [String: Any] else { return "\(ours) and \(theirs) at \(ours.path)" }
            return try memberDifference(ours, object)
        }
    }

    private static func memberDifference(_ ours: JSONValue, _ theirs: [String: Any]) throws -> String? {
        // Foundation's keys are equal when they are canonically equivalent, ours when their bytes are.
        guard theirs.count == Set(try ours.members.map(\.key)).count else {
            return "\(ours.count) members and \(theirs) at \(ours.path)"
        }
        let values = Dictionary(theirs.map { (withoutMarks($0.key), $0.value) }) { first, _ in first }
        guard values.count == ours.count else { return nil }
        for (key, value) in try ours.members {
            guard let their = values[withoutMarks(key)] else { return "the key \(key) is missing at \(ours.path)" }
            if let difference = try difference(value, their) { return difference }
        }
        return nil
    }

    /// The bytes of a text, but U+FEFF, which Foundation loses from strings.
    private static func withoutMarks(_ text: String) -> [UInt8] {
        Array(String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FEFF}" })).utf8)
    }

    /// JSONSerialization makes many numbers by way of a Decimal and misses the nearest double by some units of the last
    /// place (-2.390802062844E-2 becomes -0.023908020628440003), so it only has to be near. JSONDecoder has to agree to
    /// the bit, but it refuses 0E6 and 1e-400.
    private static func numberDifference(_ ours: JSONValue, _ theirs: Double) throws -> String? {
        let value = try ours.double()
        guard abs(value - theirs) <= abs(value) * 1e-14 else { return "\(ours) and \(theirs) at \(ours.path)" }
        let decoded = try? JSONDecoder().decode([Double].self, from: Data("[\(try ours.numberText())]".utf8))
        return decoded == [value] || decoded == nil && value == 0 ? nil : "\(ours) and \(decoded ?? []) at \(ours.path)"
    }

    /// Whether some number in the value is too large for a double: Foundation refuses it, we keep its text.
    static func hasHugeNumber(_ value: JSONValue) throws -> Bool {
        switch value.kind {
        case .number: Double(try value.numberText())?.isFinite != true
        case .array: try value.elements.contains { try hasHugeNumber($0) }
        case .object: try value.members.contains { try hasHugeNumber($0.value) }
        default: false
        }
    }
}
