public import LosslessJSON

/// One odd value costs itself: a row that cannot be read is set aside, a member that may be null is left out, and the
/// rest goes in. The runtime refuses the page where it is more than that, a change of schema.
extension Page {
    /// Rows that are looked at, so that one odd row of many can be told from all of them. `kind`: what they are; the
    /// dataset's name unless an answer has rows of several kinds for it.
    public mutating func looks(at count: Int, of dataset: Dataset, kind: String? = nil) {
        content.census.see(count, kind ?? dataset.name, of: dataset)
    }

    /// Sets a row aside, because a member of it cannot be read.
    /// - Parameters:
    ///   - row: its JSON where it is one object.
    ///   - raw: its text; the JSON's where it is nil.
    ///   - tick: where on the dataset's axis the row would be; nil: nobody knows.
    public mutating func setAside(
        _ odd: OddMember, _ row: JSONValue?, of dataset: Dataset, rule: String = "T2", kind: String? = nil, key: String,
        raw: String? = nil,
        tick: Int64? = nil
    ) {
        content.census.note(odd, kind ?? dataset.name, of: dataset, in: row)
        setAside(rule, of: dataset, key: key, raw: raw ?? row?.rawText ?? "", tick: tick)
        content.flags.append("\(rule): \(dataset.name) \(key): \(odd); set aside")
    }

    /// A member that is null in the stored row, because it cannot be read.
    public mutating func leavesOut(
        _ odd: OddMember, _ row: JSONValue?, of dataset: Dataset, kind: String? = nil, key: String
    ) {
        content.census.note(odd, kind ?? dataset.name, of: dataset, in: row)
        content.flags.append("T2: \(dataset.name) \(key): \(odd); stored as null")
    }

    /// A subject (a market) that this page shows in a row that cannot be read: it is there, and all that is known of it
    /// stays as it is.
    public mutating func keeps(_ subject: String) {
        content.kept.append(subject)
    }
}
