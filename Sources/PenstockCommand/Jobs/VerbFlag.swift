/// A flag of a verb as the parser knows it: a key of the jobs file.
struct VerbFlag: Equatable {
    /// Without dashes: `wait-lock`.
    let name: String
    /// Other names of the same: `base-path`.
    let aliases: [String]
    /// It takes a value; false: it switches something.
    let takesValue: Bool
    /// It may be given several times.
    let isRepeating: Bool
    /// A switch that is on unless something else is said.
    let isOnByDefault: Bool
    /// The help's sentence.
    let help: String

    /// What the help says that happens without it: `Default: 4.`
    var defaultText: String? {
        guard takesValue else { return isOnByDefault ? "yes" : "no" }
        guard let found = help.ranges(of: "Default: ").first else { return nil }
        let rest = help[found.upperBound...]
        return String(rest.hasSuffix(".") ? rest.dropLast() : rest)
    }
}
