import Tabular

/// A request's path and query, decoded.
struct VenueTarget {
    /// Segments of the path, without what the host's base may have.
    let path: [String]
    private let items: [(name: String, value: String)]

    init(_ target: String, ignoring ignored: Set<String> = []) {
        let parts = target.split(separator: "?", maxSplits: 1)
        var path = (parts.first ?? "").split(separator: "/").map(VenueText.decoded)
        if path.starts(with: ["trade-api", "v2"]) { path.removeFirst(2) }
        self.path = path
        items = (parts.count > 1 ? parts[1] : "").split(separator: "&").compactMap { item in
            let name = VenueText.decoded(item.prefix { $0 != "=" })
            let value = VenueText.decoded(item.drop { $0 != "=" }.dropFirst())
            return ignored.contains(name) ? nil : (name, value)
        }
    }

    /// The first value of a name; an empty one counts as none.
    subscript(_ name: String) -> String? { items.first { $0.name == name && !$0.value.isEmpty }?.value }
    func all(_ name: String) -> [String] { items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }
    func has(_ name: String) -> Bool { items.contains { $0.name == name } }
    func integer(_ name: String) -> Int? { self[name].flatMap(Int.init) }
    func seconds(_ name: String) -> Int64? { self[name].flatMap(Int64.init) }
    func flag(_ name: String) -> Bool? { self[name].map { $0 == "true" || $0 == "1" } }
    /// Values between commas.
    func list(_ name: String) -> [String]? { self[name].map { $0.split(separator: ",").map(String.init) } }

    /// What a cursor is bound to: every item but the cursor and the page's size.
    func binding(without names: Set<String>) -> String {
        VenueSeed(
            items.filter { !names.contains($0.name) }.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        ).hex(6, 0)
    }
}
