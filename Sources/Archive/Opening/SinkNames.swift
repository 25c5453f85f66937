/// Names of sinks as the record keeps them: joined by commas.
enum SinkNames {
    static func text(_ names: [String]) -> String { names.joined(separator: ",") }
    static func read(_ text: String) -> [String] { text.split(separator: ",").map { String($0) } }
}
