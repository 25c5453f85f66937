import Foundation
package import PluginTesting

/// Where this project's tests find answers that others recorded from the live upstreams; they are no part of it.
extension RecordedAnswers {
    /// The answers of one upstream, in `upstreams/recorded` of the folder that `PENSTOCK_SHARED` names, or of `shared`
    /// beside the package. Says so where there are none: what needs them is skipped.
    package static func shared(_ upstream: String) -> RecordedAnswers {
        let folder =
            ProcessInfo.processInfo.environment["PENSTOCK_SHARED"]
            ?? URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared").standardizedFileURL.path
        let answers = RecordedAnswers("\(folder)/upstreams/recorded/\(upstream)")
        if !answers.areThere {
            print("skipped: there are no recorded answers at \(answers.path) (PENSTOCK_SHARED names the folder)")
        }
        return answers
    }
}
