package import Archive

/// What a verification looked at and what it found.
package struct VerificationReport: Sendable {
    package internal(set) var units = 0
    package internal(set) var files = 0
    /// Series in tables of the database.
    package internal(set) var tableParts = 0
    /// That were read.
    package internal(set) var rows: Int64 = 0
    /// Of data files: their length where they were read whole, else what was read of them.
    package internal(set) var bytes: Int64 = 0
    /// In the order of units; the archive's own first.
    package internal(set) var findings: [Finding] = []
    package internal(set) var notes: [VerificationNote] = []

    init() {}

    /// Whether everything that was looked at is what the record says.
    package var isSound: Bool { findings.isEmpty }

    mutating func note(_ code: VerificationNote.Code, _ place: String) {
        var index = notes.firstIndex { $0.code == code }
        if index == nil {
            notes.append(VerificationNote(code))
            index = notes.count - 1
        }
        guard let index else { return }
        notes[index].count += 1
        if notes[index].places.count < VerificationNote.maximumPlaces { notes[index].places.append(place) }
    }
}
