import PluginKit

/// Names of query items and headers whose values are never written to a log, an error or a recording.
enum SecretNames {
    private static let queryNames: Set<String> = [
        "key", "apikey", "accesskey", "secretkey", "appkey", "token", "accesstoken", "authtoken", "idtoken",
        "refreshtoken", "apitoken",
        "sessiontoken", "secret", "clientsecret", "password", "passwd", "pwd", "signature", "sig", "auth",
        "authorization", "session",
        "sessionid",
        "sid", "crumb", "cookie",
    ]

    /// Whole names, not parts: `clob_token_ids` and `page_key` are data.
    static func isSecret(query name: String) -> Bool {
        let bare = String(name.lowercased().filter { $0 != "-" && $0 != "_" })
        return queryNames.contains(bare) || bare.hasSuffix("apikey")
    }

    static func isSecret(header name: String) -> Bool {
        let name = name.lowercased()
        return ["auth", "cookie", "key", "token", "secret", "session", "signature", "crumb"].contains {
            name.contains($0)
        }
    }

    /// Path and query with `*` for every secret value, as exchanges and errors have it.
    static func redactedTarget(of request: Request) -> String {
        guard !request.query.isEmpty else { return request.path }
        let items = request.query.map { item in
            PercentEncoding.encode(item.name) + "="
                + (isSecret(query: item.name) ? "*" : PercentEncoding.encode(item.value))
        }
        return request.path + "?" + items.joined(separator: "&")
    }
}
