import JSON

/// A run over files and folders: each is read, recognised and compared with what the shipped code makes of it.
package struct ConformanceRun {
    package private(set) var report: Report

    /// - Parameter isStrict: Whether kinds of later layers count as failures.
    package init(isStrict: Bool = false) {
        report = Report(isStrict: isStrict)
    }

    /// Runs what stands at a path: a vector file, a captured chain's folder, or a node's home.
    package mutating func run(path: String) {
        if VectorFiles.isFolder(path) {
            runFolder(path)
        } else {
            runFile(path)
        }
    }

    /// Runs a file's bytes under a name.
    package mutating func run(_ bytes: [UInt8], named path: String) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            if let kind = VectorKind(recognizingText: bytes) {
                report.add(path, .unsupported(kind.rawValue))
            } else {
                report.add(path, .unknown("not JSON (\(error)), nor another format that is known"))
            }
            return
        }
        let file = VectorMember(json)
        guard let kind = VectorKind(recognizing: file) else {
            report.add(path, .unknown("JSON of no kind that is known"))
            return
        }
        if !kind.isSupported {
            report.add(path, .unsupported(kind.rawValue))
            return
        }
        var checker = Checker(file: path)
        kind.run(file, bytes: bytes, &checker)
        report.add(path, .checked(checker))
    }

    private mutating func runFile(_ path: String) {
        do {
            run(try VectorFiles.read(path), named: path)
        } catch {
            report.add(path, .unknown("\(error)"))
        }
    }

    private mutating func runFolder(_ path: String) {
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        if let chain = ChainFolder.files.first.map({ "\(folder)/\($0)" }), VectorFiles.exists(chain) {
            for file in ChainFolder.files.map({ "\(folder)/\($0)" }) where VectorFiles.exists(file) {
                runFile(file)
            }
        } else {
            report.add(path, .unknown("a folder without chain.json"))
        }
    }
}
