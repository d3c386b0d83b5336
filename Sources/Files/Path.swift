import Glibc

/// Paths of files as texts, with Go's `path/filepath` rules where CometBFT relies on them.
package enum Path {
    /// The path as it is when it begins at the root, or else inside this folder.
    package static func inside(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.isEmpty { return folder }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }

    /// The folder that holds this file or folder; "." for a name alone.
    package static func folder(of path: String) -> String {
        let trimmed = withoutTrailingSlash(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        let folder = trimmed[..<slash]
        return folder.isEmpty ? "/" : String(folder)
    }

    /// The last name of the path.
    package static func name(of path: String) -> String {
        let trimmed = withoutTrailingSlash(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
        return trimmed == "/" ? "/" : String(trimmed[trimmed.index(after: slash)...])
    }

    /// The one path of what is there, without links and dots; nil when nothing is.
    package static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        var path = path[...]
        while path.count > 1 && path.last == "/" { path.removeLast() }
        return String(path)
    }
}
