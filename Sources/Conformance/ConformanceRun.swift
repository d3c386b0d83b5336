import JSON

/// A run over files and folders: each is read, recognised and compared with what the shipped code makes of it.
package struct ConformanceRun {
    package private(set) var report: Report
    private let comparesWording: Bool

    /// - Parameters:
    ///   - isStrict: Whether kinds of later layers count as failures.
    ///   - comparesWording: Whether a refusal in other words than CometBFT's does.
    package init(isStrict: Bool = false, comparesWording: Bool = true) {
        report = Report(isStrict: isStrict)
        self.comparesWording = comparesWording
    }

    /// Runs what stands at a path: a vector file, a captured chain's folder, or a node's home.
    package mutating func run(path: String) {
        if VectorFiles.isFolder(path) {
            runFolder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
            return
        }
        do {
            run(try VectorFiles.read(path), named: path)
        } catch {
            report.add(path, .unknown("\(error)"))
        }
    }

    /// Runs a file's bytes under a name.
    package mutating func run(_ bytes: [UInt8], named path: String) {
        switch VectorFile.recognize(bytes) {
        case .supported(let file) where file.kind.needsChain: runRecording(file, named: path)
        case .supported(let file):
            var checker = Checker(file: path, comparesWording: comparesWording)
            file.run(&checker)
            report.add(path, .checked(checker))
        case .unsupported(let kind): report.add(path, .unsupported(kind.rawValue))
        case .metrics: break
        case .unknown(let reason): report.add(path, .unknown(reason))
        }
    }

    /// Runs the files of a folder that are known by their place in it, and compares them with each other.
    private mutating func runFolder(_ path: String) {
        guard let layout = FolderLayout(of: path) else {
            report.add(path, .unknown("a folder with neither chain.json nor config/genesis.json"))
            return
        }
        var checker = Checker(file: path, comparesWording: comparesWording), files: [String: VectorFile] = [:]
        for name in layout.files where VectorFiles.exists("\(path)/\(name)") {
            switch recognize("\(path)/\(name)") {
            case .supported(let file):
                files[name] = file
                if file.kind.needsChain { continue }
                checker.inFile("\(path)/\(name)") { checker in file.run(&checker) }
            case .unsupported(let kind): report.add("\(path)/\(name)", .unsupported(kind.rawValue))
            case .metrics: break
            case .unknown(let reason): report.add("\(path)/\(name)", .unknown(reason))
            }
        }
        FolderAgreement.run(files, home: layout.home, &checker)
        RPCRecordings.run(files, home: layout.home, folder: path, &checker)
        report.add(path, .checked(checker))
    }

    /// Runs a recording with the chain that stands beside it.
    private mutating func runRecording(_ recording: VectorFile, named path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : ".", name = String(parts.last ?? "")
        var checker = Checker(file: path, comparesWording: comparesWording), files: [String: VectorFile] = [:]
        for name in RPCRecordings.neededFiles where VectorFiles.exists("\(folder)/\(name)") {
            if case .supported(let file) = recognize("\(folder)/\(name)") { files[name] = file }
        }
        files[name] = recording
        RPCRecordings.run(files, home: "home/", folder: folder, only: name, &checker)
        report.add(path, .checked(checker))
    }

    private func recognize(_ path: String) -> VectorFile.Recognition {
        do {
            return VectorFile.recognize(try VectorFiles.read(path))
        } catch {
            return .unknown("\(error)")
        }
    }
}
