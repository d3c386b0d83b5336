import Files
import Recording
import Simulator

/// The recordings of a world: one file for each start of each node.
final class RecordingFolder {
    private struct Life: Hashable {
        let node: Int
        let life: Int

        var name: String { "node-\(node)-start-\(life).recording" }
    }

    private let path: String
    /// What is not written yet.
    private var bytes: [Life: [UInt8]] = [:]

    /// Makes the folder, which must be new.
    init(_ path: String) throws(FileError) {
        self.path = path
        try Folder.create(path)
    }

    func add(_ step: RecordedStep) {
        let life = Life(node: step.node, life: step.life)
        let beginning = RecordingEncoder.beginning(RecordingHeader(software: "daon-simulate", settings: step.settings))
        let piece = RecordingEncoder.event(step.event, at: step.time, step.effects) ?? []
        bytes[life, default: beginning] += piece
    }

    /// Writes everything, each with its end.
    func finish() throws(FileError) {
        for (life, bytes) in bytes {
            let file = try OpenFile(Path.inside(path, life.name), for: .creating(mode: 0o600))
            try file.append(bytes)
            try file.append(RecordingEncoder.end())
        }
    }
}
