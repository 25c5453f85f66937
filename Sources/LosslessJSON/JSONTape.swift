/// The tape while it is written: memory that grows without the checks of an array.
struct JSONTape: ~Copyable {
    private(set) var words: UnsafeMutablePointer<UInt64>
    private(set) var count = 0
    private var capacity: Int

    init(expecting capacity: Int) {
        self.capacity = max(capacity, 16)
        words = .allocate(capacity: self.capacity)
    }

    deinit { words.deallocate() }

    @inline(__always)
    mutating func append(_ word: UInt64) {
        if count == capacity {
            words = Self.grown(words, count: count)
            capacity = count * 2
        }
        words[count] = word
        count += 1
    }

    /// Both words of an array or object whose end is not known yet.
    @inline(__always)
    mutating func open(_ kind: JSONKind, start: Int) {
        append(JSONNode.word(kind, start: start, end: start))
        append(0)
    }

    /// Completes the words at `index`; what was appended since then is the contents.
    @inline(__always)
    mutating func close(_ index: Int, _ kind: JSONKind, end: Int, members: Int) {
        let start = JSONNode(word: words[index], index: index).textRange.lowerBound
        words[index] = JSONNode.word(kind, start: start, end: end)
        words[index + 1] = UInt64(truncatingIfNeeded: count) | UInt64(truncatingIfNeeded: members) << 32
    }

    /// What was written, in exactly as much memory as it needs.
    func finished() -> [UInt64] { Array(UnsafeBufferPointer(start: words, count: count)) }

    @inline(never)
    private static func grown(_ words: UnsafeMutablePointer<UInt64>, count: Int) -> UnsafeMutablePointer<UInt64> {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: count * 2)
        larger.moveInitialize(from: words, count: count)
        words.deallocate()
        return larger
    }
}
