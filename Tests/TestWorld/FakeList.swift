/// A list of an index's members as the upstream publishes it, filled up to 500 names with ones that no test asks for.
enum FakeList {
    /// - Parameter ciks: of members whose number does not follow from their name.
    static func csv(_ members: [String], ciks: [String: String]) -> String {
        var text = "Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded\n"
        for symbol in members {
            let cik =
                ciks[symbol]
                ?? String(symbol.utf8.reduce(UInt64(14_695_981)) { ($0 ^ UInt64($1)) &* 1_099_511 % 9_999_999_967 })
            text +=
                """
                \(symbol),\(symbol) Works,Industrials,"Machines, Heavy","Springfield, Ohio",1999-01-04,\(cik),1901\n
                """
        }
        return text
    }
}
