import Archive
import LosslessJSON
import PluginKit
import Tabular

/// What has one form in JSON. What a command found is made of such facts, and is one itself: `--json` prints it, a page
/// makes sentences of it, and nothing goes the other way. What is not there is null, and members stand in the order in
/// which they are written.
protocol JSONFact {
    var json: JSONOutput { get }
}

extension JSONOutput: JSONFact {
    var json: JSONOutput { self }

    static func object(_ facts: KeyValuePairs<String, any JSONFact>) -> JSONOutput { .object(members(facts)) }

    /// For an object that has others besides.
    static func members(_ facts: KeyValuePairs<String, any JSONFact>) -> [Member] {
        facts.map { Member($0.key, $0.value.json) }
    }
}

extension String: JSONFact { var json: JSONOutput { .string(self) } }
extension Bool: JSONFact { var json: JSONOutput { .bool(self) } }
extension Int: JSONFact { var json: JSONOutput { .integer(self) } }
extension Int32: JSONFact { var json: JSONOutput { .integer(Int(self)) } }
extension Int64: JSONFact { var json: JSONOutput { .integer(Int(self)) } }
extension Double: JSONFact { var json: JSONOutput { .number(self) } }
extension Instant: JSONFact { var json: JSONOutput { .string(description) } }
extension Reason: JSONFact { var json: JSONOutput { .object(["code": code, "detail": detail]) } }
extension Optional: JSONFact where Wrapped: JSONFact { var json: JSONOutput { self?.json ?? .null } }
extension Array: JSONFact where Element: JSONFact { var json: JSONOutput { .array(map(\.json)) } }

extension Console {
    /// Facts for a program, or what they say to a person.
    /// - Parameters:
    ///   - json: whether a program reads them; then nothing is too quiet to be printed.
    ///   - quiet: whether the person wants to hear nothing of these.
    ///   - page: the text of the facts.
    func show<Found: JSONFact>(_ facts: Found, json: Bool, quiet: Bool = false, page: (Found) -> String) {
        if json {
            emit(facts.json.text)
        } else if !quiet {
            print(page(facts))
        }
    }
}

extension RunCounts {
    /// A member for each of these keys.
    func members(_ keys: [Key], by name: KeyPath<Key, String> = \.name) -> [JSONOutput.Member] {
        keys.map { .init($0[keyPath: name], .integer(self[keyPath: $0.path])) }
    }

    /// Of units: all that were worked on, and how they ended.
    var units: [JSONOutput.Member] { [.init("total", .integer(total))] + members(Self.keys(in: .units)) }
}
