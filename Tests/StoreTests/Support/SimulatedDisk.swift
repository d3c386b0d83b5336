import Store
import StoreFixtures

/// A disk that keeps its promises to the letter and no further: what was not synced is lost piece by piece, in any
/// order, when the power goes.
final class SimulatedDisk: LogDirectory {
    final class File: LogFile {
        /// A change of contents that is not durable yet.
        struct Change {
            let offset: Int
            let bytes: ArraySlice<UInt8>
        }

        let disk: SimulatedDisk
        var durable: [UInt8]
        var contents: [UInt8]
        var changes: [Change] = []

        init(_ disk: SimulatedDisk, size: Int) {
            self.disk = disk
            durable = []
            contents = [UInt8](repeating: 0, count: size)
        }

        func size() throws(FileError) -> Int { contents.count }

        func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
            Array(contents.dropFirst(offset).prefix(count))
        }

        func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
            if disk.stopsNow() {
                // Killed in the middle of the write: its front may be in the kernel already.
                change(bytes.prefix(Int.random(in: 0...bytes.count, using: &disk.generator)), at: offset)
                throw disk.killed("write")
            }
            change(bytes, at: offset)
        }

        func clear(from offset: Int) throws(FileError) {
            if disk.stopsNow() { throw disk.killed("clear") }
            change([UInt8](repeating: 0, count: contents.count - offset)[...], at: offset)
        }

        func sync(_ purpose: LogSync) throws(FileError) {
            if disk.stopsNow() { throw disk.killed("sync") }
            disk.syncs += 1
            if disk.ignored == purpose { return }
            durable = contents
            changes = []
        }

        private func change(_ bytes: ArraySlice<UInt8>, at offset: Int) {
            contents.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            changes.append(Change(offset: offset, bytes: bytes))
        }

        /// Keeps a random part of what was not synced, in pieces of this size.
        func losePower(_ piece: Int, _ generator: inout SeededGenerator) {
            if durable.isEmpty {
                // Of a new file, not even its size need have come to the disk.
                if generator.chance(1, of: 3) {
                    contents = []
                    changes = []
                    return
                }
                durable = [UInt8](repeating: 0, count: contents.count)
            }
            for change in changes {
                let keep = Int.random(in: 0...4, using: &generator)  // of four pieces, on average
                var start = change.offset
                while start < change.offset + change.bytes.count {
                    let end = min(start - start % piece + piece, change.offset + change.bytes.count)
                    if generator.chance(keep, of: 4) {
                        let first = change.bytes.startIndex + start - change.offset
                        durable.replaceSubrange(start..<end, with: change.bytes[first..<first + end - start])
                    }
                    start = end
                }
            }
            contents = durable
            changes = []
        }
    }

    private enum NameChange {
        case create(String, File)
        case rename(String, String)
        case remove(String)
    }

    let path = "consensus.log"
    var files: [String: File] = [:]
    private var durableNames: [String: File] = [:]
    private var nameChanges: [NameChange] = []
    var generator: SeededGenerator
    /// A kind of sync that does nothing: what a build without it would do.
    var ignored: LogSync?
    /// Syncs so far.
    private(set) var syncs = 0
    /// How many more operations succeed before the process is killed; nil when it is not.
    var operationsLeft: Int?

    init(seed: UInt64) {
        generator = SeededGenerator(seed)
    }

    func names() throws(FileError) -> [String] { files.keys.sorted() }

    func create(_ name: String, size: Int) throws(FileError) -> File {
        if stopsNow() { throw killed("create") }
        let file = File(self, size: size)
        files[name] = file
        nameChanges.append(.create(name, file))
        return file
    }

    func open(_ name: String) throws(FileError) -> File {
        guard let file = files[name] else { throw FileError(operation: "open", path: name, code: 2) }
        return file
    }

    func rename(_ name: String, to newName: String) throws(FileError) {
        if stopsNow() { throw killed("rename") }
        files[newName] = files.removeValue(forKey: name)
        nameChanges.append(.rename(name, newName))
    }

    func remove(_ name: String) throws(FileError) {
        if stopsNow() { throw killed("remove") }
        files[name] = nil
        nameChanges.append(.remove(name))
    }

    func sync(_ purpose: LogSync) throws(FileError) {
        if stopsNow() { throw killed("sync") }
        syncs += 1
        if ignored == purpose { return }
        durableNames = files
        nameChanges = []
    }

    /// The process starts again; with a power cut before, the disk has only what was durable and some of the rest.
    func restart(powerCut: Bool) {
        operationsLeft = nil
        guard powerCut else { return }
        for change in nameChanges where generator.chance(1, of: 2) {
            switch change {
            case .create(let name, let file): durableNames[name] = file
            case .rename(let name, let newName):
                if let file = durableNames.removeValue(forKey: name) { durableNames[newName] = file }
            case .remove(let name): durableNames[name] = nil
            }
        }
        files = durableNames
        nameChanges = []
        let piece = [1, 64, 512, 4096].randomElement(using: &generator) ?? 512
        for name in files.keys.sorted() { files[name]?.losePower(piece, &generator) }
    }

    func stopsNow() -> Bool {
        guard let left = operationsLeft else { return false }
        operationsLeft = max(0, left - 1)
        return left == 0
    }

    func killed(_ operation: String) -> FileError { FileError(operation: operation, path: "killed", code: 5) }
}
