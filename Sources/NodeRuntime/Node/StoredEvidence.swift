import Chain
import Cryptography
import Execution
import Store

/// A snapshot of the store, for verifying evidence.
struct StoredEvidence: EvidenceArchive {
    private let snapshot: ChainSnapshot

    init(_ snapshot: ChainSnapshot) {
        self.snapshot = snapshot
    }

    func header(at height: Height) throws -> Header? { try snapshot.blockMetaForEvidence(at: height)?.header }

    func commit(at height: Height) throws -> Commit? { try snapshot.commit(at: height) }

    func validators(at height: Height) throws -> ValidatorSet? { try snapshot.validators(at: height) }

    func hasCommitted(_ key: EvidenceKey) throws -> Bool { try snapshot.hasCommitted(key) }
}
