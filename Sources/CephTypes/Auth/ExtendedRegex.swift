#if canImport(Glibc)
    import Glibc
#endif

/// A POSIX extended regular expression, which capabilities can have.
enum ExtendedRegex {
    /// Whether the expression fits all of `text`; an invalid one fits nothing. Text with a NUL never fits.
    static func matches(_ pattern: String, all text: String) -> Bool {
        let bytes = text.cephBytes
        let patternBytes = pattern.cephBytes
        guard !bytes.contains(0), !patternBytes.contains(0) else { return false }
        var regex = regex_t()
        // The longest of the leftmost fits is found: if anything fits all, this does.
        guard regcomp(&regex, patternBytes.map { CChar(bitPattern: $0) } + [0], REG_EXTENDED) == 0 else {
            return false
        }
        defer { regfree(&regex) }
        var range = regmatch_t()
        guard regexec(&regex, bytes.map { CChar(bitPattern: $0) } + [0], 1, &range, 0) == 0 else {
            return false
        }
        return range.rm_so == 0 && Int(range.rm_eo) == bytes.count
    }
}
