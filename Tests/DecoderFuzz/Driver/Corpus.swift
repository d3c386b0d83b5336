import Foundation

/// Inputs as files.
enum Corpus {
    /// Writes an input for each decoder, which it accepts.
    static func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, decoder) in Decoder.all.enumerated() {
            let input = Input(decoder: index, bytes: decoder.example)
            if input.run() != .accepted { print("\(decoder.name): the example is not accepted: \(input.run())") }
            try Data(input.raw).write(to: URL(filePath: "\(folder)/\(decoder.name)"))
        }
    }

    /// The files at the paths, and those in the folders at the paths.
    static func files(at paths: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                files += try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { "\(path)/\($0)" }
            } else {
                files.append(path)
            }
        }
        return files
    }

    static func read(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: file)))
    }
}
