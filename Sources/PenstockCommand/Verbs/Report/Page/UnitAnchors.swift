/// The anchors of an archive's units: a name that is safe in an `id` and in a link, and another for each unit.
struct UnitAnchors {
    private var names: [Int64: String] = [:]

    /// A name is cut behind so many bytes.
    static let longest = 48

    /// - Parameter archive: its number on the page.
    init(units: [ReportedUnit], archive: Int) {
        var taken: Set<String> = []
        for unit in units {
            var name = "unit-\(archive)-\(Self.safe(unit.label))"
            // The record's own number, so that it is the same on the next page whatever stands before it.
            while !taken.insert(name).inserted { name += "-\(unit.id)" }
            names[unit.id] = name
        }
    }

    subscript(unit: Int64) -> String? { names[unit] }

    /// A unit's name, as a link where the unit has a place on the page.
    func name(_ label: String, _ unit: Int64?, title: String? = nil) -> Markup {
        let title: Markup = title.map { " title=\"\($0)\"" } ?? ""
        guard let unit, let anchor = names[unit] else { return "<bdi\(title)>\(label)</bdi>" }
        return "<bdi\(title)><a href=\"#\(anchor)\">\(label)</a></bdi>"
    }

    /// `BRK.B` as it is, `A B` as `A~20B`: letters, digits and marks that mean nothing in an address.
    private static func safe(_ label: String) -> String {
        var text = ""
        for byte in label.utf8.prefix(longest) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "~" + String(byte, radix: 16)
            }
        }
        return text
    }
}
