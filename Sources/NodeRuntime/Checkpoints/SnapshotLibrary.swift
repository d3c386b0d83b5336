import Chain
import Checkpoints
import Cryptography
import Files
import Logging
import PeerMessages
import Wire

/// The checkpoints of a folder as peers can have them. Of each it holds the outline, 36 bytes a megabyte; entries are read when they
/// are asked for, and given away only when they are what the outline says.
///
/// To be used from one thread.
struct SnapshotLibrary {
    private struct Volume {
        let identity: FileIdentity
        /// nil for a file that is not given away.
        let contents: Contents?
    }

    private struct Contents {
        let outline: CheckpointOutline
        let offer: SnapshotOffer
        let places: [Int]
    }

    private let folder: CheckpointFolder
    private let genesisHash: Hash
    private let log: Logger
    private var volumes: [Height: Volume] = [:]

    init(_ folder: CheckpointFolder, genesisHash: Hash, log: Logger) {
        self.folder = folder
        self.genesisHash = genesisHash
        self.log = log
    }

    /// What there is now: the highest first.
    mutating func offers() -> [SnapshotOffer] {
        let heights = ((try? folder.heights()) ?? []).suffix(SnapshotFormat.offersMaximum)
        volumes = volumes.filter { heights.contains($0.key) }
        for height in heights { look(height) }
        return volumes.sorted { $0.key > $1.key }.compactMap(\.value.contents?.offer)
    }

    /// A piece; nil when it is not there, any more or at all.
    mutating func piece(_ request: ChunkRequest) -> [UInt8]? {
        guard request.format == SnapshotFormat.number, let raw = Int64(exactly: request.height),
            let contents = volumes[Height(raw)]?.contents
        else { return nil }
        if request.index == 0 { return contents.outline.protobuf }
        let number = Int(request.index) - 1
        guard contents.outline.pieces.indices.contains(number) else { return nil }
        do {
            let file = try OpenFile(folder.path(of: Height(raw)), for: .reading)
            let chunk = try file.bytes(
                at: contents.places[number], count: CheckpointOutline.chunkBytes(contents.outline.pieces[number]))
            if let body = contents.outline.body(number, ofChunk: chunk) { return body }
            log.error(
                "a checkpoint is damaged: remove it, peers are not given this piece of it",
                metadata: ["file": "\(file.path)", "piece": "\(request.index)"])
            return nil
        } catch {
            // Retention has removed it, most likely.
            volumes[Height(raw)] = nil
            return nil
        }
    }

    private mutating func look(_ height: Height) {
        let path = folder.path(of: height)
        do {
            let file = try OpenFile(path, for: .reading)
            let identity = try file.identity()
            if volumes[height]?.identity == identity { return }
            volumes[height] = Volume(identity: identity, contents: contents(file))
        } catch {
            volumes[height] = nil  // it was removed in between
        }
    }

    /// - Returns: nil, and says why, when peers are not to have it.
    private func contents(_ file: borrowing OpenFile) -> Contents? {
        let path = file.path
        do {
            let size = try file.size()
            let outline = try CheckpointOutline(fileOf: size) { place, count in
                try file.bytes(at: place, count: count)
            }
            guard outline.head.genesisHash == genesisHash else {
                throw NodeError.noCheckpoint("it is of a chain with another genesis")
            }
            guard let offer = outline.offer else {
                throw NodeError.noCheckpoint("it is too large to go from peer to peer")
            }
            return Contents(outline: outline, offer: offer, places: outline.places())
        } catch {
            log.warning("peers are not offered a checkpoint", metadata: ["file": "\(path)", "reason": "\(error)"])
            return nil
        }
    }
}
