import LosslessJSON
import Testing

/// Numbers of JSON: digit for digit, as integers and as doubles.
@Suite("Numbers")
struct NumberTests {
    private func number(_ text: String) throws -> JSONValue { try JSONDocument(text: "[" + text + "]").root.element(0) }

    @Test(
        "The text is kept digit for digit",
        arguments: [
            "0", "-0", "1.0", "0.10", "1E+2", "1e-07", "-0.0e0", "187.14999389648438", "12345678", "123456789",
            "0.12345678", "0.123456789",
            "100000000000000000000000000000000000001", String(repeating: "9", count: 400),
            "0." + String(repeating: "1", count: 400),
        ])
    func text(_ text: String) throws {
        let value = try number(text)
        #expect(try value.numberText() == text)
        #expect(value.rawText == text)
        #expect(try JSONDocument(text: text).root.numberText() == text)
        #expect(Array(value.document.bytes[value.textRange]) == Array(text.utf8))
        #expect(value.withText { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test(
        "Integers are exact",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("1234567890123", 1_234_567_890_123),
            ("9223372036854775807", Int64.max),
            ("-9223372036854775808", Int64.min),
        ])
    func integers(_ text: String, _ value: Int64) throws {
        #expect(try number(text).integer() == value)
    }

    @Test(
        "What is no integer, or does not fit, is an error with the text",
        arguments: [
            ("1.0", JSONError.Code.notAnInteger), ("1e3", .notAnInteger), ("1E3", .notAnInteger),
            ("-1.5", .notAnInteger),
            ("9223372036854775808", .outOfRange), ("-9223372036854775809", .outOfRange),
            ("99999999999999999999", .outOfRange),
            (String(repeating: "9", count: 30), .outOfRange),
        ])
    func noIntegers(_ text: String, _ code: JSONError.Code) throws {
        let value = try number(text)
        let error = failure { () throws(JSONError) in try value.integer() }
        #expect(error?.code == code)
        #expect(error?.path == "$[0]")
        #expect(error?.message.contains("at $[0], found a number \(text)") == true)
    }

    @Test("Doubles are the nearest ones")
    func doubles() throws {
        #expect(try number("0.1").double() == 0.1)
        #expect(try number("187.14999389648438").double() == 187.14999389648438)
        #expect(try number("-0").double().sign == .minus)
        #expect(try number("9007199254740993").double() == 9_007_199_254_740_992)
        #expect(try number("1e-400").double() == 0)
        #expect(try number("1.7976931348623157e308").double() == .greatestFiniteMagnitude)
    }

    @Test("A number beyond the doubles is an error, not infinity")
    func infinite() throws {
        for text in ["1e400", "-1e400", String(repeating: "9", count: 400)] {
            let value = try number(text)
            #expect(failure { () throws(JSONError) in try value.double() }?.code == .outOfRange)
        }
    }

    @Test("Digits are counted right at every length and alignment")
    func lengths() throws {
        for length in 1...40 {
            for padding in 0..<9 {
                let digits = String(repeating: "8", count: length)
                let text = String(repeating: " ", count: padding) + "[\(digits),-\(digits).\(digits)e\(digits)]"
                let root = try JSONDocument(text: text).root
                #expect(try root.element(0).numberText() == digits)
                #expect(try root.element(1).numberText() == "-\(digits).\(digits)e\(digits)")
            }
        }
    }

    @Test("Every byte that is no digit ends the digits, at every place in eight bytes")
    func digitsEnd() {
        let allowed = Set("0123456789.eE,] \n\r\t".utf8)
        for byte in UInt8.min ... .max where !allowed.contains(byte) {
            for length in 1...17 {
                let bytes = Array("[".utf8) + [UInt8](repeating: 0x37, count: length) + [byte] + Array("2345678]".utf8)
                let error = refusal(of: bytes)
                #expect(error?.code == .unexpectedByte)
                #expect(error?.offset == length + 1)
            }
        }
    }
}
