import LosslessJSON
import PluginKit
import Tabular

/// A wallet's side of a fill, as one of the two versions of the data API tells it.
struct Trade {
    /// The names that a version has for its members.
    struct Names {
        let condition: Member
        let hash: Member
        let token: Member
        let outcomeIndex: Member
        let wallet: Member
        /// What the column `source` says.
        let version: String

        /// Those that the columns are declared with.
        static let new = Names(
            condition: Member("condition_id"), hash: Trades.plan.member("transaction_hash"),
            token: Trades.plan.member("outcome_index"),
            outcomeIndex: Member("outcome_index"), wallet: Trades.plan.member("wallet"), version: "v2")
        static let old = Names(
            condition: Member("conditionId"), hash: Member("transactionHash"), token: Member("asset"),
            outcomeIndex: Member("outcomeIndex"), wallet: Member("proxyWallet"), version: "v1")

        /// Of both versions.
        static let time = Trades.plan.member("timestamp")
        static let outcome = Trades.plan.member("outcome")
        static let side = Trades.plan.member("side")
        static let price = Trades.plan.member("price")
        static let size = Trades.plan.member("size")
    }

    /// The outcome could not be labelled.
    private static let unknownOutcome: Int64 = 999

    let second: Int64
    let condition: String
    let hash: String
    let outcome: Int64?
    /// What the venue calls it.
    let outcomeName: String?
    /// Why that cannot be read; nil: it can.
    let oddName: OddMember?
    let side: String
    let price: String
    let size: String
    let wallet: String
    let version: String
    /// Equal for fills that nothing tells apart, whichever version tells of them and however it writes numbers.
    let identity: String

    /// 2020-01-01 in Unix seconds: nothing was traded before, and a stamp from then is none.
    private static let first: Int64 = 1_577_836_800

    /// Throws an `OddMember` for a row of which a member cannot be read that tells one fill from another: all but the
    /// outcome's name.
    init(_ row: JSONValue, _ names: Names, note: PolymarketNote, now: Instant) throws(OddMember) {
        func text(_ member: Member) throws(OddMember) -> String {
            let sent = member.raw(in: row)
            guard let text = sent?.plainText, !text.isEmpty else {
                throw OddMember(member.path, expected: "text", found: sent)
            }
            return text
        }
        func number(_ member: Member) throws(OddMember) -> String {
            let sent = member.raw(in: row)
            guard let number = sent?.decimalText else {
                throw OddMember(member.path, expected: "a decimal", found: sent)
            }
            return number
        }
        let stamp = Names.time.raw(in: row)
        guard let second = stamp?.wholeNumber, (Trade.first...now.adding(days: 1).seconds).contains(second) else {
            throw OddMember(Names.time.path, expected: "a time of a trade", found: stamp)
        }
        self.second = second
        condition = try text(names.condition).lowercased()
        hash = try text(names.hash).lowercased()
        wallet = try text(names.wallet).lowercased()
        side = try text(Names.side)
        price = try number(Names.price)
        size = try number(Names.size)
        version = names.version
        outcome = try Trade.outcome(of: row, names, note)
        let name = Names.outcome.raw(in: row).flatMap { $0.isNull ? nil : $0 }
        let text = name?.kind == .string ? name?.plainText : nil
        outcomeName = text?.isEmpty == false ? text : nil
        oddName = name != nil && text == nil ? OddMember(Names.outcome.path, expected: "text", found: name) : nil
        let numbers = [PlainDecimal(price).text, PlainDecimal(size).text]
        identity = ([hash, wallet, outcome.map { String($0) } ?? "-", side] + numbers).joined(separator: "|")
    }

    /// The place of the token among the market's, else what the venue says; nil where it does not know. Throws where
    /// neither can be read: without its outcome another fill would be stored.
    private static func outcome(of row: JSONValue, _ names: Names, _ note: PolymarketNote) throws(OddMember) -> Int64? {
        func present(_ member: Member) -> JSONValue? { member.raw(in: row).flatMap { $0.isNull ? nil : $0 } }
        let sent = present(names.token)
        let token = sent?.plainText
        if sent != nil, token == nil { throw OddMember(names.token.path, expected: "a token", found: sent) }
        if let token, !token.isEmpty, let place = note.tokens.firstIndex(of: token) { return Int64(place) }
        let said = present(names.outcomeIndex)
        let index = said?.wholeNumber
        if said != nil, index == nil {
            throw OddMember(names.outcomeIndex.path, expected: "a whole number", found: said)
        }
        if let index, index >= 0, index != unknownOutcome { return index }
        guard let token, MarketName.isToken(token) else {
            throw OddMember(names.token.path, expected: "a token", found: names.token.raw(in: row))
        }
        return nil
    }

    /// Whether a row is of a combo, whose id has 62 digits.
    static func isCombo(_ row: JSONValue, _ names: Names) -> Bool {
        guard let condition = names.condition.raw(in: row)?.plainText, condition.utf8.count == 64 else { return false }
        return MarketName.isHexadecimal(condition.lowercased(), digits: 62)
    }

    /// What tells it from other fills of its transaction.
    func name(number: Int) -> String { Trade.digest(identity) + (number > 1 ? "-\(number)" : "") }

    /// FNV-1a of 64 bits, in 16 hexadecimal digits: it need only tell the fills of one transaction apart, and must
    /// never change.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
