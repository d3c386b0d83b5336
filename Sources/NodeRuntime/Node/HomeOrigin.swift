import Files
import Synchronization

/// Tells a data folder from a copy of it: in the folder stands where its validator last signed.
///
/// What a copy of the whole disk keeps, the machine's name among it, is not told apart.
final class HomeOrigin: Sendable {
    private static let sizeMaximum = 4096
    private static let mode: UInt32 = 0o600
    /// systemd's name of a machine (`machine-id(5)`); without one, folders are told apart on one machine alone.
    private static let machineFile = "/etc/machine-id"

    /// Whether the data came from another folder, whose validator may be starting as well.
    let isElsewhere: Bool
    private let path: String
    private let here: [UInt8]
    private let isNoted: Mutex<Bool>

    /// - Parameter dataFolder: A folder in which nothing says where it was made was made here.
    init(_ dataFolder: String) throws(FileError) {
        here = [UInt8]("\(HomeOrigin.machine()) \(try Folder.identity(of: dataFolder))\n".utf8)
        path = "\(dataFolder)/.origin"
        if try Folder.entry(at: path) == .absent {
            try DurableFile.replace(path, with: here, mode: HomeOrigin.mode)
            isElsewhere = false
        } else {
            isElsewhere = try OpenFile(path, for: .reading).content(atMost: HomeOrigin.sizeMaximum) != here
        }
        isNoted = Mutex(!isElsewhere)
    }

    /// The validator signs here: what is copied from now on is a copy of this.
    func noteSigned() throws(FileError) {
        let isFirst = isNoted.withLock { noted in
            defer { noted = true }
            return !noted
        }
        if isFirst { try DurableFile.replace(path, with: here, mode: HomeOrigin.mode) }
    }

    private static func machine() -> String {
        guard let content = try? OpenFile(machineFile, for: .reading).content(atMost: sizeMaximum) else { return "-" }
        return String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
            ?? "-"
    }
}
