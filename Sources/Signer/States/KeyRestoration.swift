package import Chain
package import Files
import JSON
import Wire

/// That a validator's key, or the chain beside it, came back from a copy, and how far the node is with finding out what
/// the key may have signed since. It is a file beside the sign state for as long as that is not over.
package enum KeyRestoration: Hashable, Sendable {
    /// The other validators must be heard before anything is signed.
    case listening
    /// They were: up to this height nothing is signed.
    case abstaining(through: Height)
    /// The operator answers for it that nothing signed is to be heeded (`unsafe-reset-priv-validator`): what stored commits have
    /// of the key's signatures is no reason to wait.
    case waived

    private static let sizeMaximum = 4096
    private static let mode: UInt32 = 0o600

    /// Where the file is.
    package static func path(besides signState: String) -> String { signState + ".restored" }

    /// nil when nothing was restored, or all is done.
    package static func read(besides signState: String) throws(FileError) -> KeyRestoration? {
        let path = path(besides: signState)
        if try Folder.entry(at: path) == .absent { return nil }
        let content = try OpenFile(path, for: .reading).content(atMost: sizeMaximum)
        do {
            let through = try JSONReader(JSONValue(parsing: content))["abstains_through"].int64String()
            if through < 0 { return .waived }
            return through > 0 ? .abstaining(through: Height(through)) : .listening
        } catch {
            throw FileError(
                path, field: error.path, error.message,
                remedy: #"write {"abstains_through":"0"} into it: then the other validators are listened to again"#)
        }
    }

    /// Puts this in the place of what is there. Durable when it returns.
    package func write(besides signState: String) throws(FileError) {
        let through: Height =
            switch self {
            case .listening: 0
            case .abstaining(let through): through
            case .waived: -1
            }
        let json = JSONValue.members(("abstains_through", .decimal(through.rawValue)))
        try DurableFile.replace(
            KeyRestoration.path(besides: signState), with: json.serialized() + [UInt8(ascii: "\n")],
            mode: KeyRestoration.mode)
    }

    /// Forgets it. Durable when it returns.
    package static func remove(besides signState: String) throws(FileError) {
        let path = path(besides: signState)
        if try Folder.entry(at: path) == .absent { return }
        try Folder.removeAll(path)
        try Folder.synchronize(Path.folder(of: path))
    }
}
