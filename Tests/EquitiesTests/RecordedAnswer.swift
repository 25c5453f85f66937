import Foundation
import MarketCalendar
import Tabular

/// A recorded answer of Yahoo: a body alone, or one inside a recorded exchange.
struct RecordedAnswer {
    private let status: Int
    private let mediaType: String
    private let body: [UInt8]
    private let chart: [String: Any]

    /// `PENSTOCK_SHARED`, or `shared` beside the package.
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["PENSTOCK_SHARED"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared").standardizedFileURL
    }()

    private static var recorded: URL { folder.appendingPathComponent("upstreams/recorded") }

    static let areThere: Bool = {
        let found = FileManager.default.fileExists(atPath: recorded.appendingPathComponent("yahoo").path)
        if !found {
            print("skipped: there are no recorded answers at \(recorded.path) (PENSTOCK_SHARED names the folder)")
        }
        return found
    }()

    static func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: recorded.appendingPathComponent("yahoo").path)
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: recorded.appendingPathComponent(path), encoding: .utf8)
    }

    init(_ file: String) throws {
        let text = try RecordedAnswer.text("yahoo/" + file)
        let json =
            try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]) as? [String: Any]
        if let json, let response = json["response"] as? [String: Any] {
            status = response["status"] as? Int ?? 0
            mediaType = (response["headers"] as? [String: Any])?["content-type"] as? String ?? ""
            body = Array((response["bodyText"] as? String)?.utf8 ?? RecordedAnswer.inner(text).utf8)
        } else {
            status = 200
            mediaType = "application/json"
            body = Array(text.utf8)
        }
        let root = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        chart = ((root?["chart"] as? [String: Any])?["result"] as? [[String: Any]])?.first ?? [:]
    }

    /// The text of `bodyJson`, byte for byte: nothing may pass through another reader's numbers.
    private static func inner(_ text: String) -> String {
        guard let key = text.range(of: "\"bodyJson\":"), let end = text.range(of: "}", options: .backwards) else {
            return ""
        }
        let rest = text[key.upperBound..<end.lowerBound]
        guard let last = rest.range(of: "}", options: .backwards) else { return "" }
        return String(rest[..<last.lowerBound])
    }

    /// Asked as the answer says it was, long after all of its sessions.
    func read(priceText: String = "shortest") throws -> Reading {
        let meta = chart["meta"] as? [String: Any]
        let symbol = meta?["symbol"] as? String ?? "AAPL"
        let name = symbol.contains("=") ? "bars(\(symbol.replacing("=", with: "%3D")))" : "bars(\(symbol))"
        return try Reading(
            String(decoding: body, as: UTF8.self), unit: name,
            span: Span(Chart.day("1990-01-02")..<Chart.day("2026-01-02")),
            status: status, mediaType: mediaType, now: Chart.calendar.close(of: Chart.day("2026-01-05")),
            options: ["price-text": priceText]
        )
    }

    private var stamps: [Int] { chart["timestamp"] as? [Int] ?? [] }

    /// In New York, by Foundation's clock.
    var dates: [String] {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(identifier: "America/New_York")
        return stamps.map { formatter.string(from: Date(timeIntervalSince1970: TimeInterval($0))) }
    }

    /// As numbers, by `JSONDecoder`: `JSONSerialization` misses some by a few units in the last place.
    func column(_ name: String) throws -> [Double] {
        let indicators = try JSONDecoder().decode(Envelope.self, from: Data(body)).chart.result[0].indicators
        return (name == "adjclose" ? indicators.adjclose : indicators.quote)[0][name] ?? []
    }

    private struct Envelope: Decodable {
        struct Chart: Decodable { let result: [Result] }
        struct Result: Decodable { let indicators: Indicators }
        struct Indicators: Decodable { let quote: [[String: [Double]]], adjclose: [[String: [Double]]] }
        let chart: Chart
    }

    var eventCount: Int { (chart["events"] as? [String: [String: Any]] ?? [:]).values.reduce(0) { $0 + $1.count } }
}
