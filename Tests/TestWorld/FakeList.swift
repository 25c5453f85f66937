/// A list of an index's members as the upstream publishes it, filled up to 500 names with ones that no test asks for.
enum FakeList {
    static func csv(_ members: [String]) -> String {
        var text = "Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded\n"
        for (index, symbol) in members.enumerated() {
            text += "\(symbol),\(symbol) Works,Industrials,\"Machines, Heavy\",\"Springfield, Ohio\",1999-01-04,\(1000 + index),1901\n"
        }
        return text
    }
}
