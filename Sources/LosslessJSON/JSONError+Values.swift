extension JSONError {
    /// `expected a number at $.a.b[3], found a string "abc"`
    @usableFromInline
    static func wrongKind(expected: JSONKind, found value: JSONValue) -> JSONError {
        about(value, .wrongKind) { "expected \(expected) at \($0), found \(value.finding)" }
    }

    /// `no key "closes" at $.a; the keys there are "open", "close"`
    static func missingKey(_ key: String, in object: JSONValue) -> JSONError {
        let all = object.document.storage
        let nodes = JSONMemberNodes(tape: all.tape, object: object.node)
        let shown = nodes.prefix(20).map { JSONExcerpt.text(of: all.bytes[$0.key.rawRange], limit: 40) }.joined(
            separator: ", ")
        let missing = JSONExcerpt.quoted(key, limit: 60)
        return about(object, .missingKey) { path in
            switch nodes.count {
            case 0: "no key \(missing) at \(path); the object is empty"
            case ...20: "no key \(missing) at \(path); the keys there are \(shown)"
            default: "no key \(missing) at \(path); the keys there are \(shown) and \(nodes.count - 20) more"
            }
        }
    }

    static func missingElement(_ position: Int, in array: JSONValue) -> JSONError {
        about(array, .missingElement) { "no element \(position) at \($0), which has \(array.count)" }
    }

    static func notAnInteger(_ number: JSONValue) -> JSONError {
        about(number, .notAnInteger) { "expected an integer at \($0), found \(number.finding)" }
    }

    static func outOfRange(_ number: JSONValue, type: String) -> JSONError {
        about(number, .outOfRange) { "expected \(type) at \($0), found \(number.finding), which does not fit" }
    }

    private static func about(_ value: JSONValue, _ code: Code, _ wording: (_ path: String) -> String) -> JSONError {
        let path = value.path
        return JSONError(code: code, offset: value.node.rawRange.lowerBound, path: path, message: wording(path))
    }
}

extension JSONValue {
    /// What stands there, for an error: `a string "abc"`, `an array of 3`, `null`.
    fileprivate var finding: String {
        let excerpt = JSONExcerpt.text(of: document.bytes[node.rawRange], limit: 40)
        return switch kind {
        case .string, .number: "\(kind) \(excerpt)"
        case .boolean, .null: excerpt
        case .array: "an array of \(count)"
        case .object: "an object of \(count) member\(count == 1 ? "" : "s")"
        }
    }
}
