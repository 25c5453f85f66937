/// Finds keys that occur twice in an object, by their unescaped bytes, in time that grows with the bytes of the keys
/// alone.
struct JSONKeySet {
    /// Kept from object to object, so that most objects allocate nothing.
    private var keys: [JSONNode] = []
    private var hashes: [UInt64] = []
    private var table = JSONTextTable()
    /// By depth, the object that was looked at last and had no key twice; 0: none was. Objects beside each other mostly
    /// have the same keys.
    private var former: [Int] = []

    /// Up to here every key is compared with every earlier one.
    private static let smallest = 16

    /// The first key that stood before; `open` is the index of the object, which was closed on the tape.
    mutating func firstDuplicate(
        _ tape: UnsafePointer<UInt64>, _ open: Int, count: Int, depth: Int, _ source: JSONSource
    ) -> JSONNode? {
        while former.count <= depth { former.append(0) }
        if former[depth] > 0, Self.haveSameKeys(tape, former[depth], open, count: count, source) { return nil }
        keys.removeAll(keepingCapacity: true)
        var index = open + 2
        for _ in 0..<count {
            keys.append(JSONNode(word: tape[index], index: index))
            index = Self.index(afterMember: index, tape)
        }
        let found = count <= Self.smallest ? duplicateByComparison(source) : duplicateByTable(source)
        if found == nil { former[depth] = open }
        return found.map { keys[$0] }
    }

    /// Whether two objects have the same keys in the same order, written alike.
    private static func haveSameKeys(
        _ tape: UnsafePointer<UInt64>, _ former: Int, _ open: Int, count: Int, _ source: JSONSource
    ) -> Bool {
        guard Int(truncatingIfNeeded: tape[former + 1] >> 32) == count else { return false }
        var (left, right) = (former + 2, open + 2)
        for _ in 0..<count {
            let (one, other) = (JSONNode(word: tape[left], index: left), JSONNode(word: tape[right], index: right))
            guard !one.hasEscapes, !other.hasEscapes, source.matches(other, source[one.textRange]) else { return false }
            left = index(afterMember: left, tape)
            right = index(afterMember: right, tape)
        }
        return true
    }

    @inline(__always)
    private static func index(afterMember key: Int, _ tape: UnsafePointer<UInt64>) -> Int {
        tape[key + 1] & 7 <= 1 ? Int(truncatingIfNeeded: tape[key + 2] & 0xFFFF_FFFF) : key + 2
    }

    private mutating func duplicateByComparison(_ source: JSONSource) -> Int? {
        hashes.removeAll(keepingCapacity: true)
        for later in keys.indices {
            let hash = source.hash(of: keys[later])
            for earlier in 0..<later where hashes[earlier] == hash {
                if source.areEqual(keys[earlier], keys[later]) { return later }
            }
            hashes.append(hash)
        }
        return nil
    }

    private mutating func duplicateByTable(_ source: JSONSource) -> Int? {
        table.removeAll()
        return keys.indices.first { table.number(of: keys[$0], source) < $0 }
    }
}

/// Numbers texts in the order in which they come first, by their unescaped bytes.
struct JSONTextTable {
    private var texts: [JSONNode] = []
    private var hashes: [UInt64] = []
    /// Places in `texts`; -1: free. A power of two, at least twice as many as there are texts.
    private var slots: [Int32] = []

    mutating func removeAll() {
        texts.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
    }

    /// The text's number, from 0; that of all texts so far when it is new.
    mutating func number(of text: JSONNode, _ source: JSONSource) -> Int {
        if slots.count < (texts.count + 1) * 2 { grow() }
        let hash = source.hash(of: text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, source.areEqual(texts[number], text) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: texts.count)
        texts.append(text)
        hashes.append(hash)
        return texts.count - 1
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(64, slots.count * 2))
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: number)
        }
    }
}

/// Tells which values of a document have the same text, without making texts of them: ids of rows that may come twice.
public struct JSONTextNumbers {
    private let document: JSONDocument
    private var table = JSONTextTable()

    public init(_ document: JSONDocument) {
        self.document = document
    }

    /// The number of the text of a string, or of the digits of a number, of the document: from 0, in the order in which
    /// they come first.
    public mutating func number(of value: JSONNode) -> Int {
        document.storage.bytes.withUnsafeBufferPointer { table.number(of: value, JSONSource($0)) }
    }
}

/// The hash has a seed of the process, so that no sender can choose texts that collide. No answer depends on it.
extension JSONSource {
    private static let seed = UInt64.random(in: .min ... .max)

    fileprivate func areEqual(_ left: JSONNode, _ right: JSONNode) -> Bool {
        if left.hasEscapes {
            return unescaped(left.textRange).withUnsafeBufferPointer { matches(right, $0) }
        }
        return matches(right, self[left.textRange])
    }

    fileprivate func hash(of text: JSONNode) -> UInt64 {
        let range = text.textRange
        if text.hasEscapes {
            return unescaped(range).withUnsafeBufferPointer { JSONSource($0).hash(0..<$0.count) }
        }
        return hash(range)
    }

    private func hash(_ range: Range<Int>) -> UInt64 {
        var hash = Self.mixed(Self.seed ^ UInt64(truncatingIfNeeded: range.count))
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            hash = Self.mixed(hash ^ word(at: position))
            position += 8
        }
        var rest: UInt64 = 0
        while position < range.upperBound {
            rest = rest << 8 | UInt64(self[position])
            position += 1
        }
        return Self.mixed(hash ^ rest)
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let (high, low) = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return high ^ low
    }
}
