import Tabular

/// A bar in the live tier's schema, the archive's, and two that are no longer sent.
struct KalshiCandleJSON {
    enum Schema {
        /// `close_dollars`, `volume_fp`; what was not traded is left out.
        case live
        /// `close`, `volume`; what was not traded is null.
        case archive
        /// January 2026: whole cents and contracts beside dollars, nulls.
        case january
        /// Whole cents and contracts only.
        case cents
    }

    let schema: Schema

    func json(_ candle: KalshiCandle) -> String {
        var object = VenueObject()
        object.raw("end_period_ts", String(candle.end.seconds))
        switch schema {
        case .live:
            object.string("open_interest_fp", VenueText.count(candle.interest))
            object.string("volume_fp", VenueText.count(candle.volume))
        case .archive:
            object.string("open_interest", VenueText.count(candle.interest))
            object.string("volume", VenueText.count(candle.volume))
        case .january, .cents:
            object.raw("open_interest", String(candle.interest / 100))
            object.raw("volume", String(candle.volume / 100))
        }
        object.raw("yes_bid", range(candle.bid))
        object.raw("yes_ask", range(candle.ask))
        object.raw("price", price(candle))
        return object.json
    }

    private func range(_ range: KalshiCandle.Range) -> String {
        var object = VenueObject()
        for (name, value) in [("open", range.open), ("high", range.high), ("low", range.low), ("close", range.close)] {
            write(name, value, to: &object)
        }
        return object.json
    }

    private func price(_ candle: KalshiCandle) -> String {
        var object = VenueObject()
        var values: [(String, Int?)] = [
            ("open", candle.price?.open), ("high", candle.price?.high), ("low", candle.price?.low),
            ("close", candle.price?.close),
            ("mean", candle.mean),
        ]
        if schema == .january || schema == .cents {
            values += [("max", candle.price?.high), ("min", candle.price?.low)]
        }
        for (name, value) in values + [("previous", candle.previous)] {
            if let value {
                write(name, value, to: &object)
            } else if schema != .live {
                object.raw(name, "null")
            }
        }
        return object.json
    }

    private func write(_ name: String, _ value: Int, to object: inout VenueObject) {
        switch schema {
        case .live: object.string(name + "_dollars", VenueText.dollars(value))
        case .archive: object.string(name, VenueText.dollars(value))
        case .january:
            object.raw(name, String(value / 100))
            object.string(name + "_dollars", VenueText.dollars(value))
        case .cents: object.raw(name, String(value / 100))
        }
    }
}
