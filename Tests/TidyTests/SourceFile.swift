import Foundation

/// A Swift file of the project, its lines without comments.
struct SourceFile {
    /// Path below the project's root, as in `Sources/Wire/Varint.swift`.
    let path: String
    let lines: [String]

    /// The folder that holds the project.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The target whose file this is: the second part of the path.
    var target: String { String(path.split(separator: "/")[1]) }

    /// Modules the file imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count else { return nil }
            guard
                words[..<index].allSatisfy({ ["package", "internal", "private", "@testable", "public"].contains($0) })
            else { return nil }
            return String(words[index + 1].split(separator: ".")[0])
        }
    }

    /// All Swift files below a folder of the project, in the order of their paths.
    static func all(below folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            return SourceFile(
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(code))
        }
    }

    /// The line without its comment. A `//` inside a text is taken for one unless a colon stands before it, as in URLs.
    private static func code(_ line: Substring) -> String {
        var searched = line.startIndex
        while let comment = line.range(of: "//", range: searched..<line.endIndex) {
            if comment.lowerBound == line.startIndex || line[line.index(before: comment.lowerBound)] != ":" {
                return String(line[..<comment.lowerBound])
            }
            searched = comment.upperBound
        }
        return String(line)
    }
}
