import Chain
import Cryptography
import PeerMessages

/// A height that is being fetched.
struct BlockSlot: Sendable {
    /// A block that a peer gave. A class, because slots move whenever a block is executed.
    final class Received: Sendable {
        let response: BlockResponse
        let from: NodeID
        /// About how much memory it takes.
        let byteCount: Int

        init(_ response: BlockResponse, from: NodeID, byteCount: Int) {
            self.response = response
            self.from = from
            self.byteCount = byteCount
        }
    }

    /// What is known of the block that is here.
    enum Proof: Sendable {
        case none
        /// Being examined, with these validators.
        case examining(UInt64, Assumption)
        /// It stands if the assumption is true.
        indirect case proven(ProvenBlock, Assumption)
        /// It does not stand if the assumption is true: looked at again once that is known.
        case refuted(Assumption)
    }

    /// What an examination took to be true of its height.
    struct Assumption: Hashable, Sendable {
        let validatorsHash: Hash
        let extensionsAreEnabled: Bool
    }

    /// Who owes it.
    var asked: [NodeID] = []
    /// Who is not asked for it again.
    var avoided: [NodeID] = []
    var received: Received?
    var proof = Proof.none

    var isProven: Bool {
        if case .proven = proof { true } else { false }
    }

    /// Forgets the block. A proof of the height before may rest on it, and stays: the commit in it is right whoever gave it.
    mutating func discard() {
        received = nil
        proof = .none
    }
}
