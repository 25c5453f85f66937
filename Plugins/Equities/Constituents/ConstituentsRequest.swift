import PluginKit

/// The question for the list of the S&P 500: a CSV file in a repository, which its host serves as plain text.
enum ConstituentsRequest {
    static let request = Request(
        "sp500", path: "/data/constituents.csv",
        mediaTypes: ["text/plain", "text/csv", "application/csv", "application/octet-stream"])
}
