import ABCI
import Chain
import Cryptography
import RPC
import Synchronization
import Wire

/// A node that answers as a stub does, but for what a test changes.
protocol StandInNode: NodeView {
    var node: StubNode { get }
}

extension StandInNode {
    func status() -> StatusInformation { node.status() }
    func networkInformation() async -> NetInformation { await node.networkInformation() }
    func consensus() -> ConsensusInformation? { node.consensus() }
    func mempool(first limit: Int) -> MempoolInformation { node.mempool(first: limit) }
    func genesis() -> GenesisInformation { node.genesis() }
    var isCatchingUp: Bool { false }
    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result { try node.withChain(body) }
    func applicationInformation() async throws -> ResponseInfo { try await node.applicationInformation() }
    func query(_ request: RequestQuery) async throws -> ResponseQuery { try await node.query(request) }
    func transactions(changing work: ByteString) throws -> [Hash] { try node.transactions(changing: work) }
    func check(_ transaction: Transaction) async throws -> ResponseCheckTx { try await node.check(transaction) }
    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        node.submit(transaction, until: stage, answer)
    }
    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction {
        try await node.submitAndCommit(transaction)
    }
    func submit(_ evidence: Evidence) async throws { try await node.submit(evidence) }
}

/// A node in the middle of a round.
struct ConsensusStub: StandInNode {
    let node: StubNode
    private let information: ConsensusInformation

    init(state: RoundStateInformation, peers: [PeerStateInformation?], chain: StubChain) {
        node = StubNode(chain)
        information = ConsensusInformation(roundState: state, peers: peers)
    }

    func consensus() -> ConsensusInformation? { information }
}

/// A node whose chain grows.
final class GrowingStub: StandInNode {
    let node: StubNode
    let height = Atomic<Int64>(0)

    init(chain: StubChain) {
        node = StubNode(chain)
    }

    func status() -> StatusInformation {
        let status = node.status()
        let latest = StatusInformation.Block(
            hash: status.latest?.hash, appHash: .empty, height: Height(height.load(ordering: .relaxed)),
            time: .unixEpoch)
        return StatusInformation(
            node: status.node, latest: latest, earliest: status.earliest, isCatchingUp: false,
            publicKey: status.publicKey, votingPower: 1)
    }
}
