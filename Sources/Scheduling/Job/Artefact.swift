/// A file that makes a scheduler of the system start jobs, and how it is put in place.
package struct Artefact: Sendable, Hashable {
    /// Without a folder: `penstock-nightly.timer`.
    package let fileName: String
    package let bytes: [UInt8]
    /// The file as a person reads it.
    package let text: String
    /// Commands that put it in place, one a line, to be read and run by a person. Those of several artefacts that
    /// belong together stand with the last of them.
    package let install: [String]

    init(fileName: String, text: String, bytes: [UInt8]? = nil, install: [String] = []) {
        self.fileName = fileName
        self.text = text
        self.bytes = bytes ?? Array(text.utf8)
        self.install = install
    }

    /// What is said of a file that is not as it would be written now.
    func findings(unless bytes: [UInt8], scheduler: String) -> [Finding] {
        guard bytes != self.bytes else { return [] }
        return [
            Finding(
                fileName, "the file differs from what would be written now",
                fix: "Write it again with penstock schedule \(scheduler).")
        ]
    }
}

/// Something about a scheduler's file that will hurt: where, what, and what to do.
package struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// `line 7`, or a key such as `[Service] Restart`.
    package let place: String
    package let what: String
    package let fix: String

    package init(_ place: String, _ what: String, fix: String) {
        self.place = place
        self.what = what
        self.fix = fix
    }

    package var description: String { "\(place): \(what). \(fix)" }
}
