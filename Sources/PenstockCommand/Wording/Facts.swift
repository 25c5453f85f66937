import LosslessJSON

/// What a verb found, as a value: `--json` prints it, a page makes sentences of it, and nothing goes the other way.
protocol Facts {
    /// Members in their order; null where there is nothing.
    var json: JSONOutput { get }
}

extension Console {
    /// Facts for a program, or what they say to a person.
    /// - Parameters:
    ///   - json: whether a program reads them; then nothing is too quiet to be printed.
    ///   - quiet: whether the person wants to hear nothing of these.
    ///   - page: the text of the facts.
    func show<Found: Facts>(_ facts: Found, json: Bool, quiet: Bool = false, page: (Found) -> String) {
        if json {
            emit(facts.json.text)
        } else if !quiet {
            print(page(facts))
        }
    }
}
