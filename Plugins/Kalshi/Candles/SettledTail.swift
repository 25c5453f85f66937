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

    func check(_ last: VenueRow, ticker: String, _ page: inout Page<Kalshi>) {
        guard let text = try? last.decimal("price.close_dollars") ?? last.decimal("price.previous_dollars"),
            let price = DecimalText.double(Array(text.utf8)[...]), abs(price - payout) > 0.05
        else { return }
        page.flag("S2", "\(ticker) was last traded at \(text) and paid \(payout == 1 ? 1 : 0)")
    }
}
