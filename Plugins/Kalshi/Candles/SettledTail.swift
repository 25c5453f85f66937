import LosslessJSON
import PluginKit
import Tabular

/// S2: the last traded price of a settled market agrees with what it paid; a dispute or a void does not.
struct SettledTail {
    private let payout: Double

    /// nil where nothing was paid yet, or a part of a contract.
    init?(_ note: KalshiNote?) {
        guard note?.ended != nil, let text = note?.payout, let payout = DecimalText.double(Array(text.utf8)[...]),
            payout == 0 || payout == 1
        else { return nil }
        self.payout = payout
    }

    func check(_ last: JSONValue, of period: CandlePeriod, ticker: String, _ page: inout Page<Kalshi>) {
        guard
            let text = try? period.plan.member("price_close").decimal(in: last)
                ?? period.plan.member("price_previous").decimal(in: last),
            let price = DecimalText.double(Array(text.utf8)[...]), abs(price - payout) > 0.05
        else { return }
        page.flag("S2", "\(ticker) was last traded at \(text) and paid \(payout == 1 ? 1 : 0)")
    }
}
