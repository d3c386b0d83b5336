import Foundation

/// A copy of the sources in which mutations are made, one after the other, and built.
struct ScratchCopy {
    private let project: URL
    private let copy: URL
    private let files = FileManager.default

    /// - Parameter project: The folder that holds the project.
    init(of project: URL) throws {
        self.project = project
        copy = project.appending(path: ".build-mutations")
        try files.createDirectory(at: copy, withIntermediateDirectories: true)
        for folder in ["Tests", "Benchmarks"] {
            // The manifest names them; they are not built.
            let link = copy.appending(path: folder)
            if (try? link.checkResourceIsReachable()) != true {
                try files.createSymbolicLink(at: link, withDestinationURL: project.appending(path: folder))
            }
        }
    }

    /// Makes the copy what the project is, with a mutation. Files that are right already are left alone, so that little is
    /// built again.
    func refresh(with mutation: Mutation?) throws {
        var paths = try names(in: project)
        let present = try names(in: copy)
        for path in present.subtracting(paths) { try files.removeItem(at: copy.appending(path: path)) }
        let changed = Set(mutation?.changes.map(\.file) ?? [])
        if let missing = changed.subtracting(paths).first { throw MutationError("\(missing) is not there") }
        paths.formUnion(changed)
        for path in paths {
            var content = try Data(contentsOf: project.appending(path: path))
            for change in mutation?.changes ?? [] where change.file == path {
                content = Data(try change.applied(to: String(decoding: content, as: UTF8.self)).utf8)
            }
            let target = copy.appending(path: path)
            if (try? Data(contentsOf: target)) == content { continue }
            try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: target)
        }
    }

    private func names(in folder: URL) throws -> Set<String> {
        let sources =
            files.enumerator(atPath: folder.appending(path: "Sources").path)?.compactMap { $0 as? String } ?? []
        var names: Set<String> = []
        for name in sources {
            var isFolder: ObjCBool = false
            let path = "Sources/\(name)"
            if files.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder), !isFolder.boolValue
            {
                names.insert(path)
            }
        }
        for name in ["Package.swift", "Package.resolved"]
        where files.fileExists(atPath: folder.appending(path: name).path) {
            names.insert(name)
        }
        return names
    }

    /// Builds the simulator.
    ///
    /// - Returns: The program.
    func build() throws -> URL {
        let command = ["swift", "build", "-c", "release", "--product", "daon-simulate", "--package-path", copy.path]
        let run = try Command.run(command)
        if run.code != 0 { throw MutationError("it does not build:\n\(run.output)") }
        return copy.appending(path: ".build/release/daon-simulate")
    }
}

/// Why mutations could not be tried.
struct MutationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
