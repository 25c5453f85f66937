public import LosslessJSON
public import Tabular

/// A place in the rows of an upstream, its path taken apart once: `price.close_dollars`. What stands there is read by
/// the upstream's convention; nil is nothing, and what cannot be read throws an `OddMember` with the path.
public final class Member: Sendable {
    public let path: String
    let convention: Convention
    /// The objects on the way; empty for a member of the row itself.
    private let way: [JSONKey]
    private let key: JSONKey
    private let former: (key: JSONKey, path: String, former: Convention.Former)?
    /// Whether a row that lacks an object on the way is odd, and not without this value.
    private let isWayRequired: Bool
    /// The name that was asked for and is no column with a path: a defect of the plugin, which every reading says.
    private let unknown: String?

    public init(_ path: String, _ convention: Convention = .plain, isWayRequired: Bool = false) {
        self.path = path
        self.convention = convention
        self.isWayRequired = isWayRequired
        let names = path.split(separator: ".").map(String.init)
        way = names.dropLast().map { JSONKey($0) }
        key = JSONKey(names.last ?? "")
        former = convention.former?(key.name).map { former in
            (JSONKey(former.key), (names.dropLast() + [former.key]).joined(separator: "."), former)
        }
        unknown = nil
    }

    init(unknown: String) {
        (path, convention, way, key, former, isWayRequired) = (unknown, .plain, [], JSONKey(""), nil, false)
        self.unknown = unknown
    }

    /// The path of the object that has the member; empty where that is the row itself.
    var wayPath: String { way.map(\.name).joined(separator: ".") }

    /// What stands there as it is, null too; nil: there is no such member.
    public func raw(in row: JSONValue) -> JSONValue? {
        var object: JSONValue? = row
        for name in way { object = object?[name] }
        return object?[key]
    }

    public func value(in row: JSONValue) throws(OddMember) -> JSONValue? {
        guard let holder = try holder(in: row) else { return nil }
        return value(of: holder)
    }

    public func text(in row: JSONValue) throws(OddMember) -> String? {
        guard let value = try value(in: row) else { return nil }
        return try convention.text(value, at: path)
    }

    /// Whether it is there and says this: what `requiredText` would answer, told without making a text of it.
    public func isText(_ text: String, in row: JSONValue) throws(OddMember) -> Bool {
        guard let value = try value(in: row), value.isPlainText else { return try requiredText(in: row) == text }
        return value.withText { sent in
            var text = text
            return text.withUTF8 { text in
                text.count == sent.count && text.indices.allSatisfy { text[$0] == sent[$0] }
            }
        }
    }

    /// Throws where there is none, too.
    public func requiredText(in row: JSONValue) throws(OddMember) -> String { try required(text(in: row), .text) }

    public func decimal(in row: JSONValue) throws(OddMember) -> String? {
        guard let holder = try holder(in: row) else { return nil }
        if let value = value(of: holder) { return try convention.decimal(value, at: path) }
        guard let former, let value = formerValue(of: holder) else { return nil }
        guard let read = former.former.decimal else { return try convention.decimal(value, at: former.path) }
        return try read(value, former.path)
    }

    public func instant(in row: JSONValue) throws(OddMember) -> Instant? {
        guard let value = try value(in: row) else { return nil }
        return try convention.instant(value, at: path)
    }

    /// The value whose text `requiredText` would answer, for whoever compares its bytes.
    public func requiredTextValue(in row: JSONValue) throws(OddMember) -> JSONValue {
        let value = try value(in: row)
        if let value, value.isPlainText { return value }
        _ = try required(value.map { (value) throws(OddMember) in try convention.text(value, at: path) } ?? nil, .text)
        return try required(value, .text)
    }

    /// Throws where there is none, too.
    public func requiredInstant(in row: JSONValue) throws(OddMember) -> Instant {
        try required(instant(in: row), .instant(fractionDigits: 6))
    }

    private func required<T>(_ value: T?, _ type: ColumnType) throws(OddMember) -> T {
        guard let value else { throw OddMember(path, expected: type.expected, found: nil) }
        return value
    }

    /// The object that has the member; nil where the row has no such object.
    func holder(in row: JSONValue) throws(OddMember) -> JSONValue? {
        if let unknown { throw OddMember(unknown, expected: "a column with a path", found: nil) }
        var object = row
        for (depth, name) in way.enumerated() {
            guard object.kind == .object else {
                throw OddMember(path, expected: "a member of an object", found: object)
            }
            let next = object[name].flatMap { $0.isNull ? nil : $0 }
            if isWayRequired, next?.kind != .object {
                throw OddMember(
                    way.prefix(depth + 1).map(\.name).joined(separator: "."), expected: "an object", found: next)
            }
            guard let next else { return nil }
            object = next
        }
        guard object.kind == .object else { throw OddMember(path, expected: "a member of an object", found: object) }
        return object
    }

    private func value(of holder: JSONValue) -> JSONValue? {
        guard let value = holder[key], !value.isNull else { return nil }
        return value
    }

    private func formerValue(of holder: JSONValue) -> JSONValue? {
        guard let former, let value = holder[former.key], !value.isNull else { return nil }
        return value
    }

    /// Appends the member of an object of a lent document to the column at which the builder stands. False: there is
    /// nothing.
    func append(
        _ type: ColumnType, of holder: JSONNode, in document: JSONDocument, to builder: inout BatchBuilder
    ) throws(OddMember) -> Bool {
        guard let node = document.member(key, of: holder), !node.isNull else {
            guard type == .decimal, former != nil else { return false }
            return try appendFormer(of: document.value(holder), to: &builder)
        }
        if convention.appendPlain(node, of: document, type, to: &builder) { return true }
        return try convention.append(document.value(node), type, at: path, to: &builder)
    }

    /// The same by the form of its column.
    func append(_ form: ColumnForm, _ type: ColumnType, of holder: JSONValue, to builder: inout BatchBuilder)
        throws(OddMember) -> Bool
    {
        guard let value = value(of: holder) else { return false }
        return try convention.append(value, type, form, at: path, to: &builder)
    }

    private func appendFormer(of holder: JSONValue, to builder: inout BatchBuilder) throws(OddMember) -> Bool {
        guard let former, let value = formerValue(of: holder) else { return false }
        guard let read = former.former.decimal else {
            return try convention.append(value, .decimal, at: former.path, to: &builder)
        }
        guard let text = try read(value, former.path) else { return false }
        builder.decimal(text)
        return true
    }

    /// Appends text, or the JSON of a list or an object.
    func appendJSON(of holder: JSONValue, to builder: inout BatchBuilder) throws(OddMember) -> Bool {
        guard let value = value(of: holder) else { return false }
        guard value.kind.isContainer else { return try convention.append(value, .text, at: path, to: &builder) }
        builder.bytes(value.document.bytes, value.node.rawRange)
        return true
    }
}
