import LosslessJSON
import PluginKit
import Tabular

/// A wallet's side of a fill, as one of the two versions of the data API tells it.
struct Trade {
    /// The names that a version has for its members.
    struct Names {
        let condition: String
        let hash: String
        let token: String
        let outcomeIndex: String
        let wallet: String
        /// What the column `source` says.
        let version: String

        static let new = Names(
            condition: "condition_id", hash: "transaction_hash", token: "token_id", outcomeIndex: "outcome_index", wallet: "proxy_wallet",
            version: "v2")
        static let old = Names(
            condition: "conditionId", hash: "transactionHash", token: "asset", outcomeIndex: "outcomeIndex", wallet: "proxyWallet",
            version: "v1")
    }

    /// The outcome could not be labelled.
    private static let unknownOutcome: Int64 = 999

    let second: Int64
    let condition: String
    private let hash: String
    private let outcome: Int64?
    /// What the venue calls it.
    private let outcomeName: String?
    /// Why that cannot be read; nil: it can.
    let oddName: OddMember?
    private let side: String
    private let price: String
    private let size: String
    private let wallet: String
    private let version: String
    /// Equal for fills that nothing tells apart, whichever version tells of them and however it writes numbers.
    let identity: String

    /// 2020-01-01 in Unix seconds: nothing was traded before, and a stamp from then is none.
    private static let first: Int64 = 1_577_836_800

    /// Throws an `OddMember` for a row of which a member cannot be read that tells one fill from another: all but the outcome's name.
    init(_ row: JSONValue, _ names: Names, note: PolymarketNote, now: Instant) throws(OddMember) {
        func text(_ name: String) throws(OddMember) -> String {
            guard let text = row[name]?.plainText, !text.isEmpty else { throw OddMember(name, expected: "text", found: row[name]) }
            return text
        }
        func number(_ name: String) throws(OddMember) -> String {
            guard let number = row[name]?.decimalText else { throw OddMember(name, expected: "a decimal", found: row[name]) }
            return number
        }
        guard let second = row["timestamp"]?.wholeNumber, (Trade.first...now.adding(days: 1).seconds).contains(second) else {
            throw OddMember("timestamp", expected: "a time of a trade", found: row["timestamp"])
        }
        self.second = second
        condition = try text(names.condition).lowercased()
        hash = try text(names.hash).lowercased()
        wallet = try text(names.wallet).lowercased()
        side = try text("side")
        price = try number("price")
        size = try number("size")
        version = names.version
        outcome = try Trade.outcome(of: row, names, note)
        let name = row["outcome"].flatMap { $0.isNull ? nil : $0 }
        let text = name?.kind == .string ? name?.plainText : nil
        outcomeName = text?.isEmpty == false ? text : nil
        oddName = name != nil && text == nil ? OddMember("outcome", expected: "text", found: name) : nil
        let numbers = [PlainDecimal(price).text, PlainDecimal(size).text]
        identity = ([hash, wallet, outcome.map { String($0) } ?? "-", side] + numbers).joined(separator: "|")
    }

    /// The place of the token among the market's, else what the venue says; nil where it does not know. Throws where neither can be read:
    /// without its outcome another fill would be stored.
    private static func outcome(of row: JSONValue, _ names: Names, _ note: PolymarketNote) throws(OddMember) -> Int64? {
        func present(_ name: String) -> JSONValue? { row[name].flatMap { $0.isNull ? nil : $0 } }
        let sent = present(names.token)
        let token = sent?.plainText
        if sent != nil, token == nil { throw OddMember(names.token, expected: "a token", found: sent) }
        if let token, !token.isEmpty, let place = note.tokens.firstIndex(of: token) { return Int64(place) }
        let said = present(names.outcomeIndex)
        let index = said?.wholeNumber
        if said != nil, index == nil { throw OddMember(names.outcomeIndex, expected: "a whole number", found: said) }
        if let index, index >= 0, index != unknownOutcome { return index }
        guard let token, MarketName.isToken(token) else { throw OddMember(names.token, expected: "a token", found: row[names.token]) }
        return nil
    }

    /// Whether a row is of a combo, whose id has 62 digits.
    static func isCombo(_ row: JSONValue, _ names: Names) -> Bool {
        guard let condition = row[names.condition]?.plainText, condition.utf8.count == 64 else { return false }
        return MarketName.isHexadecimal(condition.lowercased(), digits: 62)
    }

    func append(number: Int, market: String, to builder: inout BatchBuilder) {
        builder.text(market)
        builder.instant(Instant(seconds: second))
        builder.text(hash)
        builder.text(Trade.digest(identity) + (number > 1 ? "-\(number)" : ""))
        if let outcome { builder.integer(outcome) } else { builder.null() }
        if let outcomeName { builder.text(outcomeName) } else { builder.null() }
        builder.text(side)
        builder.number(price)
        builder.number(size)
        builder.text(wallet)
        builder.text(version)
        builder.endRow()
    }

    /// FNV-1a of 64 bits, in 16 hexadecimal digits: it need only tell the fills of one transaction apart, and must never change.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
