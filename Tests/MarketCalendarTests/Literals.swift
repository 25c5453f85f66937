import Tabular

// Dates and times that a test writes down itself.
func day(_ text: String) -> Day { Day(text)! }
func instant(_ text: String) -> Instant { Instant(text)! }
