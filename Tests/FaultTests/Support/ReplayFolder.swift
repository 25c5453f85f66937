import Foundation
import TestWorld

/// A market as a folder of exchanges. Each answer holds everything since the symbol's listing, whatever span is asked
/// for.
enum ReplayFolder {
    static let symbols = ["AMBER", "BIRCH.B", "CEDAR"]
    /// A list is only believed when it is about as long as the index; nobody has charts of the others.
    static let members = symbols + (0..<477).map { "Z" + letters($0) }

    private static func letters(_ number: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return String([alphabet[number / 26 % 26], alphabet[number % 26]])
    }

    static func write(_ market: FakeMarket, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func put(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }
        try put("now: \(market.now)\n", "exchanges.txt")
        func put(_ request: String, _ answer: (status: Int, type: String, body: String), _ name: String) throws {
            try put(
                """
                GET \(request)
                received: \(market.now)

                HTTP \(answer.status)
                Content-Type: \(answer.type)

                \(answer.body)
                """, name)
        }
        for symbol in symbols {
            let target = "/v8/finance/chart/" + symbol.split(separator: ".").joined(separator: "-")
            try put("yahoo \(target)?*", market.answer(target), symbol + ".http")
        }
        try put("yahoo /v8/finance/chart/*?*", market.answer("/v8/finance/chart/NOBODY"), "others.http")
        try put("sp500 /data/constituents.csv", market.answer("/data/constituents.csv"), "members.http")
    }
}
