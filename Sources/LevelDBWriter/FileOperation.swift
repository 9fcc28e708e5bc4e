/// One thing that a `DurableFolder` is about to do to a file: all that can go wrong on the way to a new
/// database is one of these.
package enum FileOperation: Sendable {
    /// Makes an empty file.
    case create(String)
    /// Fills it.
    case write(String, [UInt8])
    /// Puts its bytes on the disk.
    case sync(String)
    case rename(String, to: String)
    /// Puts on the disk which names the folder has.
    case syncNames
    case remove(String)
}
