public import PluginKit

/// What became of one unit in one run.
public struct UnitReport: Sendable, Hashable {
    public enum Result: String, Sendable, Hashable {
        /// Rows were stored, or the answer proved that there is nothing new.
        case done
        /// Done, and some sessions or rows that should be there were not in the answer.
        case incomplete
        /// The upstream does not have the unit.
        case absent
        /// No answer that could be believed; the archive stays as it was.
        case failed
    }

    public var provider: String
    public var unit: UnitName
    /// `AAPL`.
    public var label: String
    /// How a person names it on a command line: `--symbols AAPL`, `--market-ids 516710`.
    public var selector: String
    /// Whether people count it (a symbol, a market) or it only serves others (a list).
    public var isSeries: Bool
    public var result: Result
    /// Why it is incomplete, absent or failed.
    public var reason: Reason?
    /// Whether that reason was known from an earlier run.
    public var isKnown = false
    /// Whether a wave tells of it, so that it is not told of by itself.
    public var isOfWave = false
    public var stored = 0
    public var revised = 0
    public var quarantined = 0
    /// Of those, rows that were not set aside before.
    public var newlyQuarantined = 0
    /// Rows that came and wait, for a restatement or for the owner's word.
    public var held = 0
    /// Rows of which an answer had two that differ; the first is stored.
    public var contradicted = 0
    /// Stored rows that were asked for again and that the answer has not: they stay, and nothing was held against them.
    public var uncompared = 0
    /// Sessions that were missing before this run and are there now.
    public var gapsFilled = 0
    /// Sessions that are missing now.
    public var gaps = 0
    /// `replaced: split 4:1 on 2024-06-10` when the unit was written anew.
    public var restated: Reason?
    /// What is odd about its rows and was stored all the same.
    public var flags: [String] = []
    /// What the unit holds now: rows in its main dataset, first and last on the axis, as text. nil when it holds nothing.
    public var rows = 0
    public var first: String?
    public var last: String?
    /// When it is asked again, as ISO text.
    public var nextTry: String?
    public var requests = 0
    /// Members that a list has gained and lost since it was read last, as `dataset key`.
    public var joined: [String] = []
    public var left: [String] = []

    /// - Parameter selector: nil: `--symbols` and the label.
    public init(
        provider: String, unit: UnitName, label: String, selector: String? = nil, isSeries: Bool, result: Result, reason: Reason? = nil
    ) {
        self.selector = selector ?? "--symbols \(label)"
        self.provider = provider
        self.unit = unit
        self.label = label
        self.isSeries = isSeries
        self.result = result
        self.reason = reason
    }
}
