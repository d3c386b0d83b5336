import ABCI
import Chain
import Consensus
import Engine
import PeerMessages
import Sync
import Wire

// How much memory a recorder keeps alive, roughly: the large things are counted, the rest is a fixed share.
extension EventRecorder {
    /// For the event, its effects and what they hold besides.
    private static let fixedBytes = 2_048

    static func byteCount(_ event: Event, _ effects: [Effect]) -> Int {
        var count = fixedBytes + byteCount(event)
        for effect in effects {
            // A block goes through several effects of its height, of which this is the last to hold it.
            if case .commit(let committed) = effect.action { count += committed.block.parts.byteSize }
        }
        return count
    }

    private static func byteCount(_ event: Event) -> Int {
        switch event {
        case .submitted(let transaction, _, _): transaction.bytes.count
        case .answered(let answer): byteCount(answer)
        case .message(let message, _): byteCount(message)
        case .blockLoaded(let block, _): block?.parts.byteSize ?? 0
        case .commitExamined(let finding):
            if case .proven(let block) = finding.verdict { block.parts.byteSize } else { 0 }
        case .evidenceVerified(let finding): finding.evidence.count * fixedBytes
        case .start, .timeout, .proposalSigned, .voteSigned, .blockVerified, .committed, .evidenceSubmitted,
            .clientLeft,
            .peerConnected, .peerDisconnected, .sent, .voteVerified, .proposalVerified, .gossipDue,
            .syncDue, .relayDue:
            0
        }
    }

    private static func byteCount(_ answer: ApplicationAnswer) -> Int {
        switch answer {
        case .prepareProposal(.success(let response), _, _): response.txs.reduce(0) { $0 + $1.bytes.count }
        case .initChain(_, let changes): byteCount(changes)
        case .finalizeBlock(.success(let response), let changes, _):
            byteCount(changes) + response.txResults.reduce(0) { $0 + byteCount($1.data, $1.log, $1.info, $1.events) }
        case .checkTx(.success(let response), _, _):
            byteCount(response.data, response.log, response.info, response.events)
        default: 0
        }
    }

    private static func byteCount(_ changes: [StagedChange]) -> Int {
        changes.reduce(0) { $0 + $1.key.count + ($1.value?.count ?? 0) }
    }

    private static func byteCount(_ data: [UInt8], _ log: ByteString, _ info: ByteString, _ events: [ABCI.Event]) -> Int
    {
        events.reduce(data.count + log.bytes.count + info.bytes.count) { sum, event in
            event.attributes.reduce(sum) { $0 + $1.key.bytes.count + $1.value.bytes.count }
        }
    }

    private static func byteCount(_ message: PeerMessage) -> Int {
        switch message {
        case .consensus(.blockPart(let part)): part.part.bytes.count
        case .consensus(.vote(let vote)): vote.extension.count
        case .mempool(.transactions(let transactions)): transactions.reduce(0) { $0 + $1.bytes.count }
        case .evidence(let message): message.evidence.count * fixedBytes
        case .consensus, .peerExchange, .blockSync, .stateSync, .links, .genesis: 0
        }
    }
}
