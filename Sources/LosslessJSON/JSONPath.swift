/// The way from the root to a place, made only when an error is.
struct JSONPath {
    private enum Step {
        case element(Int)

        /// The key as it is written, without quotes; nil between two members.
        case member(Range<Int>?)
    }

    private var steps: [Step] = []
    private let bytes: [UInt8]

    /// The path of a value, from the tape: containers that it is not in are skipped.
    init(to target: JSONNode, in storage: JSONStorage) {
        bytes = storage.bytes
        var current = storage.node(at: 0)
        while current.index < target.index {
            if current.kind == .array {
                if storage.isFlat(current) {
                    steps.append(.element(target.index - current.index - 2))
                    return
                }
                var position = 0
                for node in JSONNodes(tape: storage.tape, array: current) {
                    current = node
                    if storage.index(after: node) > target.index { break }
                    position += 1
                }
                steps.append(.element(position))
            } else {
                var name: Range<Int>?
                for (key, value) in JSONMemberNodes(tape: storage.tape, object: current) {
                    (name, current) = (key.textRange, value)
                    if storage.index(after: value) > target.index { break }
                }
                steps.append(.member(name))
            }
        }
    }

    /// The path of the innermost place that is open at an offset, up to which the bytes are sound.
    init(to offset: Int, in bytes: [UInt8]) {
        self.bytes = bytes
        var position = 0
        while position < min(offset, bytes.count) {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"): steps.append(.member(nil))
            case UInt8(ascii: "["): steps.append(.element(0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): steps.removeLast()
            case UInt8(ascii: ","):
                if case .element(let before) = steps.last { steps[steps.count - 1] = .element(before + 1) }
                if case .member = steps.last { steps[steps.count - 1] = .member(nil) }
            case UInt8(ascii: "\""):
                let start = position
                while position < offset, bytes[position] != UInt8(ascii: "\"") {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                if position < offset, case .member(nil) = steps.last {
                    steps[steps.count - 1] = .member(start..<position)
                }
                position += 1
            default: break
            }
        }
    }

    /// `$.chart.result[0]`, keys that are no plain words as `["a b"]`. Of a path of more than 40 steps the middle is
    /// left out.
    var text: String {
        guard steps.count > 40 else { return "$" + steps.map(text(of:)).joined() }
        return "$" + steps.prefix(24).map(text(of:)).joined() + "…" + steps.suffix(16).map(text(of:)).joined()
    }

    private func text(of step: Step) -> String {
        switch step {
        case .element(let position): return "[\(position)]"
        case .member(nil): return ""
        case .member(let range?):
            let key = JSONExcerpt.text(of: bytes[range], limit: 60)
            return Self.isPlain(bytes[range]) ? "." + key : "[\"" + key + "\"]"
        }
    }

    private static func isPlain(_ key: ArraySlice<UInt8>) -> Bool {
        guard let first = key.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return key.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "$"):
                true
            default: false
            }
        }
    }
}
