// The floor under a backfill of daily bars: HTTP by the system's libcurl, the JSON reader, SHA-256 of each answer, and
// CSV with the digits as they were sent. No rules, no calendar, no record, nothing made durable: what Penstock costs
// beside it is what it does more.
//
//     floor URL SYMBOLS-FILE PERIOD1 PERIOD2 FOLDER
import CCrypto
import CCurl
import Glibc
import LosslessJSON

struct Trouble: Error {
    let words: String
}

/// What comes of an answer's body.
final class Body {
    var bytes: [UInt8] = []
}

/// One kept-alive connection.
struct Client {
    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let body = Body()

    init() throws {
        if let words = ccurl_load() { throw Trouble(words: String(cString: words)) }
        guard let easy = ccurl_easy_init(), let multi = ccurl_multi_init() else { throw Trouble(words: "no memory") }
        (self.easy, self.multi) = (easy, multi)
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
        ccurl_set_data_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, body in
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            Unmanaged<Body>.fromOpaque(body).takeUnretainedValue().bytes.append(contentsOf: piece)
            return piece.count
        }
    }

    func get(_ url: String) throws -> [UInt8] {
        body.bytes = []
        ccurl_set_text(easy, CURLOPT_URL, url)
        ccurl_multi_add(multi, easy)
        defer { ccurl_multi_remove(multi, easy) }
        var result = CURLE_OK
        while true {
            ccurl_multi_perform(multi)
            if ccurl_next_ended(multi, &result) != nil { break }
            ccurl_multi_poll(multi, 1_000)
        }
        let status = ccurl_number(easy, CURLINFO_RESPONSE_CODE)
        guard result == CURLE_OK, status == 200 else { throw Trouble(words: "\(url): \(result), status \(status)") }
        return body.bytes
    }
}

func digest(_ bytes: [UInt8]) -> [UInt8] {
    let context = ccrypto_sha256_begin()
    ccrypto_sha256_add(context, bytes, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: 32) { output, count in
        ccrypto_sha256_end(context, output.baseAddress)
        count = 32
    }
}

/// A chart on its way into the lines of a file.
struct Chart {
    private let document: JSONDocument
    private let result: JSONValue

    init(_ bytes: [UInt8]) throws {
        document = try JSONDocument(bytes)
        result = try document.root.member("chart").member("result").element(0)
    }

    /// By timestamp.
    private func events(_ name: String, _ text: (JSONValue) throws -> [UInt8]) throws -> [Int: [UInt8]] {
        guard let found = result["events"]?[name] else { return [:] }
        var texts: [Int: [UInt8]] = [:]
        for (_, event) in try found.members {
            texts[try event.member("date").rawText.utf8.reduce(0) { $0 * 10 + Int($1 & 15) }] = try text(event)
        }
        return texts
    }

    func lines(_ symbol: String) throws -> [UInt8] {
        let bytes = document.bytes
        let quote = try result.member("indicators").member("quote").element(0)
        let adjusted = try result.member("indicators").member("adjclose").element(0).member("adjclose")
        var stamps = try result.member("timestamp").nodes
        var columns = try ["open", "high", "low", "close"].map { try quote.member($0).nodes }
        columns += [try adjusted.nodes, try quote.member("volume").nodes]
        let dividends = try events("dividends") { Array(try $0.member("amount").rawText.utf8) }
        let splits = try events("splits") {
            let (more, less) = (try $0.member("numerator").rawText, try $0.member("denominator").rawText)
            return Array("\((Double(more) ?? 0) / (Double(less) ?? 1))".utf8)
        }
        var output = Array("date,symbol,open,high,low,close,adj_close,volume,dividend,split\n".utf8)
        output.reserveCapacity(stamps.count * 110)
        let name = Array(",\(symbol)".utf8)
        let (noDividend, noSplit) = (Array("0.0".utf8), Array("1.0".utf8))
        while let stamp = stamps.next() {
            var seconds = 0
            for digit in bytes[stamp.textRange] { seconds = seconds * 10 + Int(digit & 15) }
            let start = output.count
            appendDay(seconds / 86_400, to: &output)
            output += name
            var isHole = false
            for column in columns.indices {
                guard let cell = columns[column].next() else { throw Trouble(words: "\(symbol): a column is short") }
                isHole = isHole || cell.isNull
                output.append(UInt8(ascii: ","))
                output += bytes[cell.textRange]
            }
            if isHole {
                output.removeSubrange(start...)
                continue
            }
            output.append(UInt8(ascii: ","))
            output += dividends.isEmpty ? noDividend : dividends[seconds] ?? noDividend
            output.append(UInt8(ascii: ","))
            output += splits.isEmpty ? noSplit : splits[seconds] ?? noSplit
            output.append(UInt8(ascii: "\n"))
        }
        return output
    }

    /// The days since 1970 as a date. A session in New York opens on the same day in UTC.
    private func appendDay(_ days: Int, to output: inout [UInt8]) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func digits(_ value: Int) {
            output.append(UInt8(truncatingIfNeeded: 48 + value / 10))
            output.append(UInt8(truncatingIfNeeded: 48 + value % 10))
        }
        digits(year / 100)
        digits(year % 100)
        output.append(UInt8(ascii: "-"))
        digits(month)
        output.append(UInt8(ascii: "-"))
        digits(day)
    }
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard file >= 0 else { throw Trouble(words: "\(path) cannot be made") }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
        throw Trouble(words: "\(path) cannot be written")
    }
}

func read(_ path: String) throws -> String {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw Trouble(words: "\(path) cannot be read") }
    defer { close(file) }
    var (text, piece): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 65_536))
    while true {
        let count = Glibc.read(file, &piece, piece.count)
        guard count > 0 else { break }
        text += piece[..<count]
    }
    return String(decoding: text, as: UTF8.self)
}

let arguments = CommandLine.arguments
guard arguments.count == 6 else { throw Trouble(words: "floor URL SYMBOLS-FILE PERIOD1 PERIOD2 FOLDER") }
let client = try Client()
mkdir(arguments[5], 0o755)
for symbol in try read(arguments[2]).split(separator: "\n") {
    let asked = symbol.map { $0 == "." ? "-" : String($0) }.joined()
    let bytes = try client.get(
        "\(arguments[1])/v8/finance/chart/\(asked)?period1=\(arguments[3])&period2=\(arguments[4])&interval=1d"
            + "&events=div,splits")
    guard digest(bytes) != [] else { throw Trouble(words: "no digest") }
    try write(try Chart(bytes).lines(String(symbol)), to: "\(arguments[5])/\(symbol).csv")
}
