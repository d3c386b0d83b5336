import Chain
import Consensus
import Cryptography
import Execution
import PeerMessages
import Sync

// Blocks for peers that catch up (CometBFT `blocksync/reactor.go`): always, whatever we do ourselves.
extension ValidatorEngine {
    /// Blocks a peer may ask for before it has been given one; CometBFT's ask for twenty. What comes beyond is passed over.
    static let wantedMaximum = 64
    /// How many of a peer's wishes are looked after at a time, so that the store reads ahead.
    static let servedAtOnce = 4
    /// Bytes of blocks that wait for a peer to take them; a larger block waits alone.
    static let servedBytesMaximum = 4 << 20

    mutating func receive(_ message: BlockSyncMessage, _ index: Int, at now: Instant) {
        switch message {
        case .statusRequest:
            peers.all[index].owesStatus = true
            peers.all[index].isAwake = true
        case .blockRequest(let height):
            guard peers.all[index].wanted.count < ValidatorEngine.wantedMaximum,
                !peers.all[index].wanted.contains(height)
            else { return }
            peers.all[index].wanted.append(height)
            peers.all[index].isAwake = true
        case .statusResponse, .blockResponse, .noBlockResponse:
            if sync == nil, let height = message.answered { return peers.all[index].notePaid(height) }
            let actions = sync?.receive(message, from: peers.all[index].id, at: now.monotonic) ?? []
            carry(actions, at: now)
        }
    }

    /// Gives a peer what it asked for, as far as it takes it.
    mutating func serve(_ index: Int) {
        if peers.all[index].wanted.isEmpty && !peers.all[index].owesStatus || chain == nil { return }
        tellStatus(index)
        var place = 0
        while place < min(peers.all[index].wanted.count, ValidatorEngine.servedAtOnce),
            peers.all[index].outbox.hasRoom(.blockSync),
            peers.all[index].outbox.blockBytes < ValidatorEngine.servedBytesMaximum
        {
            let height = peers.all[index].wanted[place]
            if height < base || height > durableHeight || base == 0 {
                refuse(height, to: index)
            } else if let stored = peers.storedBlock(height) {
                give(stored, to: index)
            } else {
                if peers.loading.insert(height).inserted { emit(.loadBlock(height)) }
                place += 1
            }
        }
    }

    /// Neither the lowest nor the highest block ever goes down while the process lives; a peer would take that for a lie.
    private mutating func tellStatus(_ index: Int) {
        guard peers.all[index].owesStatus, peers.all[index].outbox.hasRoom(.blockSync) else { return }
        peers.all[index].owesStatus = false
        peers.all[index].outbox.add(blockBytes: 0)
        // Who began from a snapshot has no blocks yet, whatever its height.
        let status = StatusResponse(height: base == 0 ? 0 : durableHeight, base: base)
        emit(
            .send(.blockSync(.statusResponse(status)), to: peers.all[index].id), after: .committed(durableHeight))
    }

    mutating func refuse(_ height: Height, to index: Int) {
        peers.all[index].wanted.removeAll { $0 == height }
        peers.all[index].outbox.add(blockBytes: 0)
        emit(.send(.blockSync(.noBlockResponse(height)), to: peers.all[index].id))
    }

    /// The extended commit comes with the block exactly where the height has extensions: a peer refuses anything else.
    private mutating func give(_ stored: StoredBlock, to index: Int) {
        guard let chain else { return }
        let isExtended = chain.consensusParameters.abci.voteExtensionsEnabled(at: stored.height)
        if isExtended && (try? stored.commit.validateExtensionPresence(isEnabled: true)) == nil {
            return refuse(stored.height, to: index)
        }
        peers.all[index].wanted.removeAll { $0 == stored.height }
        peers.all[index].outbox.add(blockBytes: stored.parts.byteSize)
        let response = BlockResponse(
            block: stored.block.block, extendedCommit: isExtended ? stored.commit : nil)
        emit(.send(.blockSync(.blockResponse(response)), to: peers.all[index].id))
    }
}

extension BlockSyncMessage {
    /// The height for which it answers a request.
    fileprivate var answered: Height? {
        switch self {
        case .blockResponse(let response): response.block.height
        case .noBlockResponse(let height): height
        case .blockRequest, .statusRequest, .statusResponse: nil
        }
    }
}
