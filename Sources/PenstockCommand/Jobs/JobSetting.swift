/// A key of a job: a flag of its verb with the value that the file has for it.
struct JobSetting: Equatable {
    enum Value: Equatable {
        case isOn(Bool)
        /// One for each time that the flag is given.
        case texts([String])
    }

    let flag: VerbFlag
    let value: Value
    let line: Int
    /// From `defaults`, for every job.
    let isDefault: Bool
    /// `{env: NAME}`, where the value is not in the file: then it may be a secret, and is not shown.
    var reference: String?

    /// As it would be typed: `--storage=sqlite`. A switch that is off is left out.
    var typed: [String] {
        switch value {
        case .isOn(let isOn): isOn ? ["--" + flag.name] : []
        case .texts(let texts): texts.map { "--\(flag.name)=\($0)" }
        }
    }
}
