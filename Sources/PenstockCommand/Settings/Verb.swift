/// The commands as the table of settings knows them, each with the settings that it takes.
enum Verb: String, CaseIterable, Sendable {
    case backfill, update, run, status, coverage, quarantine
    case runsList = "runs list"
    case runsShow = "runs show"
    case runsChanges = "runs changes"
    case verify, convert, backup, accept, retire, forget, report, schedule
    case alertTest = "alert test"
    case alertFailed = "alert failed"
    case doctor, config, datasets, calendar

    static let runs: [Verb] = [.backfill, .update]
    /// What looks at archives, whatever it shows of them.
    static let looks: [Verb] = [
        .status, .coverage, .quarantine, .runsList, .runsShow, .runsChanges, .verify, .report, .doctor,
    ]
    /// An owner's word on units.
    static let decisions: [Verb] = [.accept, .retire, .forget]
    /// What makes sense unattended, by name: the commands of the jobs file.
    static let ofJobs: [Verb] = [.backfill, .coverage, .status, .update, .verify]

    var name: String { rawValue }

    /// A backfill or an update; other verbs only look.
    var isRun: Bool { Self.runs.contains(self) }

    /// Looks how fresh or whole an archive is: what it would have said while the machine was off, it says the next
    /// time.
    var isLook: Bool { self == .status || self == .coverage }

    /// Its settings, in the order of its help.
    var rows: [SettingRow] { SettingTable.rows.filter { $0.use(by: self) != nil } }

    /// What a call of `run` says of it in place of the file. What other verbs than runs print is made a part of the one
    /// object.
    var overrides: [SettingRow] {
        let instead = Verb.run.rows.filter { $0.use(by: .run)?.section == .instead }.map(\.name)
        return rows.filter { instead.contains($0.name) && (isRun || !$0.isOfOneCall) }
    }

    /// What a job of the file can say of it: every setting but those of one call, and the providers, which have a key
    /// of their own.
    var keys: [SettingRow] { rows.filter { !$0.isOfOneCall && $0.shape != .names } }
}

/// The keys of a verb in the jobs file, by every name that they go by.
struct VerbKeys {
    let verb: Verb
    /// Without the other names.
    let names: [String]
    private let known: [String: (row: SettingRow, isOpposite: Bool)]

    init(_ verb: Verb) {
        self.verb = verb
        let keys = verb.keys
        var known: [String: (SettingRow, Bool)] = [:]
        for row in keys {
            for name in [row.name] + row.aliases { known[name] = (row, false) }
            if row.shape == .onUnlessNo { known["no-" + row.name] = (row, true) }
        }
        names = keys.flatMap { $0.shape == .onUnlessNo ? [$0.name, "no-" + $0.name] : [$0.name] }
        self.known = known
    }

    /// The setting of a key; the opposite: it is on where the key is off.
    subscript(name: String) -> (row: SettingRow, isOpposite: Bool)? { known[name] }
}
