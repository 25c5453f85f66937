// Reads an answer like Yahoo's chart API, made in memory, and prints megabytes (10^6 bytes) a second. Run it with
// ./run.
import LosslessJSON

/// A generator that gives the same numbers everywhere (SplitMix64).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// `sessions` daily bars: timestamps, six columns of float32 printed as doubles with some nulls, volumes.
func chart(sessions: Int) -> [UInt8] {
    var generator = SplitMix64(state: 42)
    func column(_ value: () -> String) -> String {
        "[" + (0..<sessions).map { _ in value() }.joined(separator: ",") + "]"
    }
    func price() -> String {
        generator.next() % 50 == 0 ? "null" : Double(Float.random(in: 1...1000, using: &generator)).description
    }
    var time = 0
    let timestamps = column {
        time += 86_400
        return String(time)
    }
    let prices = ["open", "high", "low", "close"].map { "\"\($0)\":" + column(price) }.joined(separator: ",")
    let volumes = column { String(UInt64.random(in: 1_000...200_000_000, using: &generator)) }
    let adjusted = column(price)
    let text =
        #"{"chart":{"result":[{"meta":{"currency":"USD","symbol":"AAPL","exchangeName":"NMS","#
        + #""gmtoffset":-14400,"regularMarketPrice":187.15},"#
        + #""timestamp":"# + timestamps + #","indicators":{"quote":[{"# + prices + #","volume":"# + volumes + #"}],"#
        + #""adjclose":[{"adjclose":"# + adjusted + #"}]}}],"error":null}}"#
    return Array(text.utf8)
}

/// Rows as objects, like Kalshi's trades.
func trades(count: Int) -> [UInt8] {
    var generator = SplitMix64(state: 7)
    let rows = (0..<count).map { row in
        let id = String(generator.next(), radix: 16)
        let (count, yes, no) = (generator.next() % 500, generator.next() % 100, generator.next() % 100)
        return #"{"trade_id":"\#(id)","ticker":"KXHIGHNY-24DEC31-B\#(row % 90)","count":\#(count),"#
            + #""yes_price":\#(yes),"no_price":\#(no),"taker_side":"yes","#
            + #""created_time":"2024-12-31T13:30:00.123456Z"}"#
    }
    return Array((#"{"cursor":"abc","trades":["# + rows.joined(separator: ",") + "]}").utf8)
}

/// Copies the text of every number in every column to `output`; answers how many there were.
func copyNumbers(_ document: JSONDocument, into output: inout [UInt8]) throws -> Int {
    let bytes = document.bytes
    let result = try document.root.member("chart").member("result").element(0)
    let indicators = try result.member("indicators")
    let quote = try indicators.member("quote").element(0)
    var columns = [try result.member("timestamp"), try indicators.member("adjclose").element(0).member("adjclose")]
    for key in ["open", "high", "low", "close", "volume"] { columns.append(try quote.member(key)) }
    var numbers = 0
    for column in columns {
        for node in try column.nodes where node.isNumber {
            output.append(contentsOf: bytes[node.textRange])
            output.append(0x0A)
            numbers += 1
        }
    }
    return numbers
}

/// The best of several rounds, in 10^6 bytes a second.
func rate(_ bytes: Int, rounds: Int = 15, _ work: () throws -> Void) rethrows -> Int {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<rounds { best = min(best, try clock.measure(work)) }
    let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
    return Int(Double(bytes) / 1e6 / seconds)
}

func report(_ name: String, _ figure: Int) {
    print(name + String(repeating: " ", count: max(1, 44 - name.count)) + "\(figure) MB/s")
}

for sessions in [2_500, 100_000] {
    let text = chart(sessions: sessions)
    print("chart of \(sessions) sessions, \(text.count) bytes")
    let repeats = max(1, 4_000_000 / text.count)
    report("  parse", try rate(text.count * repeats) { for _ in 0..<repeats { _ = try JSONDocument(text) } })
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var numbers = 0
    report(
        "  parse, and copy the text of all numbers",
        try rate(text.count * repeats) {
            for _ in 0..<repeats {
                output.removeAll(keepingCapacity: true)
                numbers = try copyNumbers(try JSONDocument(text), into: &output)
            }
        })
    let document = try JSONDocument(text)
    report(
        "  copy alone (\(numbers) numbers)",
        try rate(text.count * repeats) {
            for _ in 0..<repeats {
                output.removeAll(keepingCapacity: true)
                numbers = try copyNumbers(document, into: &output)
            }
        })
}

let text = trades(count: 20_000)
print("trades, 20000 rows, \(text.count) bytes")
report("  parse", try rate(text.count) { _ = try JSONDocument(text) })
var copied: [UInt8] = []
copied.reserveCapacity(text.count)
report(
    "  parse, and copy four members of every row",
    try rate(text.count) {
        copied.removeAll(keepingCapacity: true)
        let document = try JSONDocument(text)
        for row in try document.root.member("trades").elements {
            for key in ["trade_id", "yes_price", "count", "created_time"] {
                try row.member(key).withText { copied.append(contentsOf: $0) }
            }
        }
    })
