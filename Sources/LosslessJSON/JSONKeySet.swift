/// Finds keys that occur twice in an object, by their unescaped bytes, in time that grows with the bytes of the keys
/// alone.
///
/// The hash has a seed of the process, so that no sender can choose keys that collide. The answer does not depend on
/// it.
struct JSONKeySet {
    /// Kept from object to object, so that most objects allocate nothing.
    private var keys: [JSONNode] = []
    private var hashes: [UInt64] = []
    private var table: [Int32] = []

    private static let seed = UInt64.random(in: .min ... .max)
    private let seed = JSONKeySet.seed

    /// Up to here every key is compared with every earlier one.
    private static let smallest = 16

    /// The first key that stood before; `open` is the index of the object, which was closed on the tape.
    mutating func firstDuplicate(_ tape: UnsafePointer<UInt64>, _ open: Int, count: Int, _ source: JSONSource)
        -> JSONNode?
    {
        keys.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        var index = open + 2
        for _ in 0..<count {
            let key = JSONNode(word: tape[index], index: index)
            keys.append(key)
            hashes.append(hash(key, source))
            index = tape[index + 1] & 7 <= 1 ? Int(truncatingIfNeeded: tape[index + 2] & 0xFFFF_FFFF) : index + 2
        }
        let found = count <= Self.smallest ? duplicateByComparison(source) : duplicateByTable(source)
        return found.map { keys[$0] }
    }

    private func duplicateByComparison(_ source: JSONSource) -> Int? {
        for later in 1..<hashes.count {
            let hash = hashes[later]
            for earlier in 0..<later where hashes[earlier] == hash {
                if areEqual(keys[earlier], keys[later], source) { return later }
            }
        }
        return nil
    }

    private mutating func duplicateByTable(_ source: JSONSource) -> Int? {
        var size = 64
        while size < keys.count * 2 { size *= 2 }
        table.removeAll(keepingCapacity: true)
        table.append(contentsOf: repeatElement(-1, count: size))
        for later in keys.indices {
            var slot = Int(truncatingIfNeeded: hashes[later]) & (size - 1)
            while table[slot] >= 0 {
                let earlier = Int(table[slot])
                if hashes[earlier] == hashes[later], areEqual(keys[earlier], keys[later], source) { return later }
                slot = (slot + 1) & (size - 1)
            }
            table[slot] = Int32(truncatingIfNeeded: later)
        }
        return nil
    }

    private func areEqual(_ left: JSONNode, _ right: JSONNode, _ source: JSONSource) -> Bool {
        if left.hasEscapes {
            return source.unescaped(left.textRange).withUnsafeBufferPointer { source.matches(right, $0) }
        }
        return source.matches(right, source[left.textRange])
    }

    private func hash(_ key: JSONNode, _ source: JSONSource) -> UInt64 {
        let range = key.textRange
        if key.hasEscapes {
            return source.unescaped(range).withUnsafeBufferPointer { hash(JSONSource($0), 0..<$0.count) }
        }
        return hash(source, range)
    }

    private func hash(_ source: JSONSource, _ range: Range<Int>) -> UInt64 {
        var hash = Self.mixed(seed ^ UInt64(truncatingIfNeeded: range.count))
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            hash = Self.mixed(hash ^ source.word(at: position))
            position += 8
        }
        var rest: UInt64 = 0
        while position < range.upperBound {
            rest = rest << 8 | UInt64(source[position])
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
