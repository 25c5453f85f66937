import Words

/// What the doctor found, a line for each look.
struct DoctorPage {
    let checks: [Diagnosis]

    var text: String {
        let width = checks.map(\.name.count).max() ?? 0
        return checks.flatMap { diagnosis in
            let line = "\(sign(diagnosis.state).column(9))\(diagnosis.name.column(width + 2))\(diagnosis.detail)"
            guard !diagnosis.fix.isEmpty else { return [line] }
            return [line]
                + diagnosis.fix.split(separator: "\n").map {
                    String(repeating: " ", count: width + 11) + $0.drop { $0 == " " }
                }
        }.joined(separator: "\n")
    }

    private func sign(_ state: Diagnosis.State) -> String {
        switch state {
        case .ok: "ok"
        case .warning: "look"
        case .fault: "WRONG"
        }
    }
}
