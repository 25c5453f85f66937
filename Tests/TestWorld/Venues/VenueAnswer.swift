/// An answer of a fake venue.
struct VenueAnswer: Sendable {
    let status: Int
    let body: String
    var type = "application/json"

    init(_ status: Int = 200, _ body: String) {
        self.status = status
        self.body = body
    }

    // MARK: Polymarket

    static func gammaInvalid(_ text: String) -> VenueAnswer {
        VenueAnswer(422, #"{"type":"validation error","error":"\#(text)"}"#)
    }
    static let gammaMissing = VenueAnswer(404, #"{"type":"not found error","error":"id not found"}"#)
    static func plainError(_ status: Int, _ text: String) -> VenueAnswer {
        VenueAnswer(status, #"{"error":"\#(text)"}"#)
    }
    static func dataInvalid(_ text: String, parameter: String) -> VenueAnswer {
        VenueAnswer(
            400,
            #"""
            {"error":"\#(text)","code":"invalid_request","retryable":false,"trace_id":"7d1f0c2ab9e84f55",\#
            "parameter":"\#(parameter)"}
            """#
        )
    }

    // MARK: Kalshi

    static let kalshiMissing = VenueAnswer(404, #"{"error":{"code":"not_found","message":"not found"}}"#)
    static func kalshiBad(_ details: String) -> VenueAnswer {
        VenueAnswer(400, #"{"error":{"code":"bad_request","message":"bad request","details":"\#(details)"}}"#)
    }
}
