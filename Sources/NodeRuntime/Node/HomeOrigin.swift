import Files

/// Tells a data folder from a copy of it: beside the data stands where it was made.
///
/// What a copy of the whole disk keeps, the machine's name among it, is not told apart.
enum HomeOrigin {
    private static let sizeMaximum = 4096
    private static let mode: UInt32 = 0o600
    /// systemd's name of a machine (`machine-id(5)`); without one, folders are told apart on one machine alone.
    private static let machineFile = "/etc/machine-id"

    /// Whether the data in this folder came from another one. Where nothing says so, this is where it was made.
    static func isElsewhere(_ dataFolder: String) throws(FileError) -> Bool {
        let here = [UInt8]("\(machine()) \(try Folder.identity(of: dataFolder))\n".utf8)
        let path = "\(dataFolder)/.origin"
        if try Folder.entry(at: path) != .absent {
            return try OpenFile(path, for: .reading).content(atMost: sizeMaximum) != here
        }
        try DurableFile.replace(path, with: here, mode: mode)
        return false
    }

    private static func machine() -> String {
        guard let content = try? OpenFile(machineFile, for: .reading).content(atMost: sizeMaximum) else { return "-" }
        return String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
            ?? "-"
    }
}
