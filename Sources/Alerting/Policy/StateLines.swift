/// Lines of `key=value`, each key once.
struct StateLines {
    let values: [String: String]

    init(_ text: String) throws(AlertStateError) {
        var values: [String: String] = [:]
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let mark = line.firstIndex(of: "=") else { throw AlertStateError(.line(index + 1)) }
            let key = String(line[..<mark])
            guard values.updateValue(String(line[line.index(after: mark)...]), forKey: key) == nil else {
                throw AlertStateError(.line(index + 1))
            }
        }
        self.values = values
    }

    func number(_ key: String) throws(AlertStateError) -> Int? {
        guard let text = values[key] else { return nil }
        guard let number = Int(text) else { throw AlertStateError(.value(key)) }
        return number
    }

    func token(_ key: String) -> String? { values[key].map(StateToken.decoded) }

    /// nil when there is no such key.
    func list(_ key: String) -> [String]? { values[key]?.split(separator: ",").map { StateToken.decoded(String($0)) } }
}
