import Glibc

/// What the C library says of an error number.
enum ErrorText {
    /// `(13) Permission denied` as `cpp_strerror` gives it, whatever the sign.
    static func text(of result: Int32) -> String {
        let number = result.magnitude
        guard let known = Int32(exactly: number) else { return "(\(number)) Unknown error \(number)" }
        return "(\(known)) \(String(cString: strerror(known)))"
    }
}
