import CephTypes

/// A time from which on events are wanted, in Ceph's form or the beginning of it. Times are UTC.
public struct HistoryStart: Sendable {
    private let text: String

    /// - Returns: nil for what does not begin like `2026-11-21T07:50:03.123456`.
    public init?(time: String) {
        var text = time.replacing(" ", with: "T")
        for zone in ["+0000", "Z"] where text.hasSuffix(zone) { text = String(text.dropLast(zone.count)) }
        let form = "0000-00-00T00:00:00.000000"
        guard text.count >= 4, text.count <= form.count else { return nil }
        let fits = zip(text, form).allSatisfy { found, expected in
            expected == "0" ? found.isASCII && found.isWholeNumber : found == expected
        }
        guard fits else { return nil }
        self.text = text
    }

    /// In this form times are ordered as their texts are. What has no time was before all that is known.
    public func includes(_ event: HistoryEvent) -> Bool {
        guard let time = event.time else { return false }
        return !String.precedes(time.description, text)
    }
}
