import ABCI
import Chain
import Consensus
import Cryptography
import Evidence
import Execution
import Mempool
import PeerMessages

// Transactions and evidence between peers (CometBFT `mempool/reactor.go`, `evidence/reactor.go`): each once, one a message,
// and transactions not back to who sent them.
extension ValidatorEngine {
    mutating func receive(_ transaction: Transaction, from id: NodeID, at now: Instant) {
        if transaction.bytes.isEmpty { return }
        let hash = transaction.hash
        do {
            try pool.receive(transaction, hash: hash, from: id)
        } catch {
            // Seen before, most often: nobody waits for an answer.
            return
        }
        checkTransactions(at: now)
    }

    mutating func feedTransactions(_ index: Int) {
        while peers.all[index].outbox.hasRoom(.mempool),
            let waiting = pool.next(after: peers.all[index].lastTransaction)
        {
            // A peer that is far behind could not check it yet, and one that fetches blocks tells no height.
            if peers.all[index].rounds.height == 0 { return }
            if peers.all[index].rounds.toldHeight.next < waiting.height { return }
            peers.all[index].lastTransaction = waiting.number
            if waiting.senders.contains(peers.all[index].id) { continue }
            if let giver = waiting.giver.flatMap(peers.index), peers.areLinked(giver, index) { continue }
            peers.all[index].outbox.add(transactionOf: waiting.transaction.bytes.count)
            emit(.send(.mempool(.transactions([waiting.transaction])), to: peers.all[index].id))
        }
    }

    mutating func feedEvidence(_ index: Int) {
        while peers.all[index].outbox.hasRoom(.evidence),
            let piece = evidencePool.next(after: peers.all[index].lastEvidence)
        {
            // A peer verifies it against its chain, so it must be beyond that height.
            let age = peers.all[index].rounds.toldHeight.rawValue - piece.evidence.height.rawValue
            if age <= 0 { return }
            peers.all[index].lastEvidence = piece.number
            if let chain, age > chain.consensusParameters.evidence.maxAgeBlocks { continue }
            peers.all[index].outbox.add(.evidence)
            emit(.send(.evidence(EvidenceMessage(evidence: [piece.evidence])), to: peers.all[index].id))
        }
    }
}
