import LosslessJSON

/// The error of reading a text; nil when it is accepted.
func refusal(of bytes: [UInt8], limits: JSONLimits = .default) -> JSONError? {
    do {
        _ = try JSONDocument(bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(of text: String, limits: JSONLimits = .default) -> JSONError? {
    refusal(of: Array(text.utf8), limits: limits)
}

/// The error that a body throws.
func failure<Value>(_ body: () throws(JSONError) -> Value) -> JSONError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
