/// One unit on the page, with a place of its own that can be linked to.
package struct UnitBlock: Sendable, Equatable {
    /// Of the archive's record: tells units of one name apart.
    package var id: Int64
    package var provider: String
    package var label: String
    /// The main one first.
    package var series: [UnitSeries]
    package var coverage: CoverageRow
    package var measure: CoverageMap.Measure
    /// What is missing, and what the upstream does not have: `2024-10-15: gap, null bar`.
    package var holes: Listing<String>
    /// Rows in quarantine, remarks, rows that were corrected, and how often it was written anew.
    package var quarantined: Int
    package var remarks: Int
    package var revised: Int
    package var restated: Int

    package init(
        id: Int64, provider: String, label: String, series: [UnitSeries] = [], coverage: CoverageRow,
        measure: CoverageMap.Measure, holes: Listing<String> = Listing(), quarantined: Int = 0, remarks: Int = 0,
        revised: Int = 0, restated: Int = 0
    ) {
        self.id = id
        self.provider = provider
        self.label = label
        self.series = series
        self.coverage = coverage
        self.measure = measure
        self.holes = holes
        self.quarantined = quarantined
        self.remarks = remarks
        self.revised = revised
        self.restated = restated
    }
}

/// One series of a unit.
package struct UnitSeries: Sendable, Equatable {
    package var dataset: String
    package var rows: Int
    /// Where its rows begin and end; nil: there are none.
    package var first: String?
    package var last: String?
    package var picture: Picture

    package enum Picture: Sendable, Equatable {
        /// Its dataset says nothing of what to draw, or there are no rows.
        case nothing
        case line(ValueLine)
        /// It has no line, and why.
        case absent(String)
    }

    package init(
        dataset: String, rows: Int, first: String? = nil, last: String? = nil, picture: Picture = .nothing
    ) {
        self.dataset = dataset
        self.rows = rows
        self.first = first
        self.last = last
        self.picture = picture
    }
}
