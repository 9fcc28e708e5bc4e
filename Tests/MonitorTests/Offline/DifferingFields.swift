import Foundation
import TestSupport

/// The list of what may differ between a running monitor's answers and those from its store:
/// `Fixtures/stores/differing-fields.txt`.
struct DifferingFields {
    struct Field: Hashable, Sendable {
        let answer: String
        let name: String
    }

    let fields: [Field]

    init() throws {
        let text = String(decoding: try Fixtures.data("stores/differing-fields.txt"), as: UTF8.self)
        fields = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            return words.count > 2 ? Field(answer: String(words[0]), name: String(words[1])) : nil
        }
    }

    /// The text without the fields that may differ, and which of them it had.
    func cut(from text: String, of answer: String) -> (text: String, found: Set<Field>) {
        var text = text
        var found: Set<Field> = []
        for field in fields where field.answer == answer {
            while let range = member(field.name, in: text) ?? age(field.name, in: text) {
                text.removeSubrange(range)
                found.insert(field)
            }
        }
        return (text, found)
    }

    /// `"name":value`, with the comma that joins it to its neighbours.
    private func member(_ name: String, in text: String) -> Range<String.Index>? {
        guard let key = text.range(of: "\"\(name)\":") else { return nil }
        var depth = 0
        var inString = false
        var end = key.upperBound
        while end < text.endIndex {
            let character = text[end]
            if character == "\"" { inString.toggle() }
            if !inString {
                if "[{".contains(character) { depth += 1 }
                if depth == 0, ",]}".contains(character) { break }
                if "]}".contains(character) { depth -= 1 }
            }
            end = text.index(after: end)
        }
        while end > key.upperBound, text[text.index(before: end)].isWhitespace {
            end = text.index(before: end)
        }
        let before = text[..<key.lowerBound].lastIndex { !$0.isWhitespace }
        if let before, text[before] == "," { return before..<end }
        return key.lowerBound..<end
    }

    /// The quorum's age as `ceph status` says it to people.
    private func age(_ name: String, in text: String) -> Range<String.Index>? {
        guard name == "quorum_age", let match = text.firstMatch(of: /quorum [a-z,]+( \(age \w+\))/) else {
            return nil
        }
        return match.1.startIndex..<match.1.endIndex
    }
}
