import Words

/// How fresh one dataset is.
package struct DatasetCard: Sendable, Equatable {
    package var provider: String
    package var dataset: String
    package var standing: Standing
    /// Why it stands so, where that is not plain from the rest: `no run has ended with 0 yet`.
    package var note: String?
    /// The newest row, what the newest should be, and how old it is in words; nil: no row, or nothing particular is
    /// expected.
    package var newest: String?
    package var expected: String?
    package var age: String?
    /// What a unit is called.
    package var noun: Noun
    package var upToDate: Int
    /// Units that were asked in vain for what is newest, and lack no more than may be missing.
    package var owed: Int
    package var behind: Int
    /// Units that the upstream does not have.
    package var withoutData: Int
    /// nil: not counted.
    package var rows: Int?
    package var lastSuccess: String?
    /// When something happens next: `next run`, `next due`.
    package var next: Fact?

    package init(
        provider: String, dataset: String, standing: Standing, note: String? = nil, newest: String? = nil,
        expected: String? = nil,
        age: String? = nil, noun: Noun, upToDate: Int = 0, owed: Int = 0, behind: Int = 0, withoutData: Int = 0,
        rows: Int? = nil,
        lastSuccess: String? = nil, next: Fact? = nil
    ) {
        self.provider = provider
        self.dataset = dataset
        self.standing = standing
        self.note = note
        self.newest = newest
        self.expected = expected
        self.age = age
        self.noun = noun
        self.upToDate = upToDate
        self.owed = owed
        self.behind = behind
        self.withoutData = withoutData
        self.rows = rows
        self.lastSuccess = lastSuccess
        self.next = next
    }

    var units: Int { upToDate + owed + behind + withoutData }
}

/// A name and what is said of it.
package struct Fact: Sendable, Equatable {
    package var name: String
    package var text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// What one thing is called, and several.
package struct Noun: Sendable, Equatable {
    package var singular: String
    package var plural: String

    package init(_ singular: String, _ plural: String) {
        self.singular = singular
        self.plural = plural
    }

    func counted(_ number: Int) -> String { Figures.counted(number, singular, plural) }
}
