/// The digits of whole numbers.
enum NumberCell {
    @inline(__always)
    static func length(_ value: Int64) -> Int {
        var length = value < 0 ? 2 : 1
        var rest = value.magnitude
        while rest >= 10_000 {
            rest /= 10_000
            length += 4
        }
        if rest >= 1000 { return length + 3 }
        if rest >= 100 { return length + 2 }
        return rest >= 10 ? length + 1 : length
    }

    @inline(__always)
    static func write(_ value: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let length = length(value)
        var position = length
        var rest = value.magnitude
        repeat {
            position -= 1
            place[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 { place[0] = UInt8(ascii: "-") }
        return length
    }
}
