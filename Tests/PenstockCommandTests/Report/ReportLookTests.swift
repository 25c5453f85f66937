import Testing

@testable import PenstockCommand

/// The report page in a browser: loads nothing, fits, and can be read.
@Suite("The page in a browser", .enabled(if: ChromiumLook.isPossible, "needs Chromium and python3"), .serialized)
struct ReportLookTests {
    @Test(
        """
        Nothing is loaded, nothing fails, nothing overflows, everything can be read: light, dark, on a phone, on paper
        """,
        arguments: ["small", "empty", "single", "hostile", "big", "fiveYears"])
    func looks(name: String) throws {
        let models = [
            "small": ReportModels.small, "empty": ReportModels.empty, "single": ReportModels.single,
            "hostile": ReportModels.hostile,
            "big": ReportModels.big, "fiveYears": ReportModels.fiveYears,
        ]
        let facts = try #require(models[name])
        let look = try ChromiumLook.look(at: facts.html, name)
        #expect(look.faults.isEmpty, "\(look.faults.joined(separator: "\n"))")
        #expect(
            look.looks.mapValues(\.pngWidth) == [
                "light": 1280, "dark": 1280, "phone": 360, "phone-dark": 360, "print": 690,
            ])
    }

    @Test("A page with a script that fails is found out")
    func scriptError() throws {
        let html = unguarded(adding: "<script>nothing.here()</script>")
        let look = try ChromiumLook.look(at: html, "bad-script", ["light"])
        #expect(look.errors.contains { $0.contains("nothing is not defined") })
        #expect(look.faults.contains { $0.contains("scripts") })
    }

    @Test("A page with an image from outside is found out, and the policy keeps the image from being asked for")
    func outsideImage() throws {
        let image = "<img alt=\"x\" src=\"http://127.0.0.1:9/x.png\">"
        #expect(
            try ChromiumLook.look(at: unguarded(adding: image), "bad-image", ["light"]).requests.contains {
                $0.contains("127.0.0.1:9")
            })
        let guarded = ReportModels.small.html.replacing("</main>", with: image + "</main>")
        #expect(
            try ChromiumLook.look(at: guarded, "guarded-image", ["light"]).errors.contains {
                $0.contains("Content Security Policy")
            })
    }

    @Test("A page that is too wide, too pale, or without order is found out")
    func badLooks() throws {
        let html = ReportModels.small.html.replacing(
            "</main>",
            with: "<h6 style=\"width:500px;color:#ccc;background:#fff\">x</h6><table><tr><th>x</th></tr></table></main>"
        )
        let faults = try ChromiumLook.look(at: html, "bad-looks", ["phone"]).faults
        for fault in ["wide in 360", "contrast", "out of order", "without scope"] {
            #expect(faults.contains { $0.contains(fault) }, "\(fault) is not among \(faults)")
        }
    }

    private func unguarded(adding text: String) -> String {
        let policy = ("<meta http-equiv=\"Content-Security-Policy\" content=\"\(ReportPage.policy)\">" as Markup).text
        return ReportModels.small.html.replacing(policy, with: "").replacing("</main>", with: text + "</main>")
    }
}
