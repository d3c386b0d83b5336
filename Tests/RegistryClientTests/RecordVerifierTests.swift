import ABCI
import Chain
import ContentRegistry
import Cryptography
import LightClient
import MerkleMap
import RegistryClient
import Synchronization
import Testing
import Transactions
import Wire

private final class LaterBlocks: Sendable {
    private let made = Mutex<Int64>(0)

    var count: Int64 { made.withLock { $0 } }

    func make() { made.withLock { $0 += 1 } }
}

/// A chain of one validator whose state holds one record, as a node tells of it, or lies.
private struct ToldChain: ProofSource {
    static let chainID: ChainID = "told"
    static let start = Timestamp.unixEpoch.adding(.seconds(1_700_000_000))
    static let work = ContentHash(SHA256.hash([1]))

    let key: Ed25519PrivateKey
    let set: ValidatorSet
    let map: MerkleMap
    let record: [UInt8]
    var tip: Height = 9
    /// Blocks that are made while the client rests.
    let later = LaterBlocks()
    /// The newest state's hash, when the headers up to the tip have another.
    var newestHash: AppHash?
    /// What the node does to its answers.
    var lie: (@Sendable (inout ResponseQuery) -> Void)?
    /// The state's hash in the headers, if it is another than the map's.
    var appHash: AppHash?
    /// From this height on, others sign.
    var strangersFrom: Height = 100

    init() throws {
        key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 3, count: 32)))
        set = try ValidatorSet([Validator(publicKey: .ed25519(key.publicKey), votingPower: 10)])
        var writer = ProtobufWriter()
        writer.bytes(1, [UInt8](repeating: 4, count: 20))
        writer.message(3) { $0.string(1, "cc_by") }
        writer.uint64(7, 2)
        writer.bytes(10, [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1])
        writer.message(11, ToldChain.start)
        writer.bytes(12, SHA256.hash([2]).bytes)
        record = writer.bytes
        var map = try MerkleMap(reader: EmptyState())
        try map.set(RecordEntry.key(of: ToldChain.work), record)
        for number: UInt8 in 0..<50 { try map.set([1, number], [number]) }
        self.map = map
    }

    func status() -> NodeClient.Status {
        NodeClient.Status(
            chainID: ToldChain.chainID, height: Height(tip.rawValue + later.count), time: ToldChain.start,
            appHash: appHash ?? AppHash(map.rootHash.bytes))
    }

    func newestState() -> (height: Height, appHash: AppHash) {
        (tip, newestHash ?? appHash ?? AppHash(map.rootHash.bytes))
    }

    func lightBlock(_ height: Height) throws(ClientError) -> LightBlock {
        let isStrange = height >= strangersFrom
        let stranger = Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32))
        guard let signer = isStrange ? stranger : key else { throw .work("no key") }
        let validator = Validator(publicKey: .ed25519(signer.publicKey), votingPower: 10)
        guard let validators = try? ValidatorSet([validator]) else { throw .work("no set") }
        let time = ToldChain.start.adding(.seconds(height.rawValue))
        let header = Header(
            version: BlockVersion(block: 11, app: 0), chainID: ToldChain.chainID, height: height, time: time,
            lastBlockID: .none, lastCommitHash: nil, dataHash: nil, validatorsHash: validators.hash,
            nextValidatorsHash: validators.hash, consensusHash: nil,
            appHash: appHash ?? AppHash(map.rootHash.bytes), lastResultsHash: nil, evidenceHash: nil,
            proposerAddress: validators.validators[0].address)
        let blockID = BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([3])))
        let vote = Vote(
            type: .precommit, height: height, round: 0, blockID: blockID, timestamp: time,
            validatorAddress: validators.validators[0].address, validatorIndex: 0, signature: .empty)
        let signature = CommitSig(
            flag: .commit, validatorAddress: vote.validatorAddress, timestamp: time,
            signature: signer.sign(vote.signBytes(chainID: ToldChain.chainID)))
        let commit = Commit(height: height, round: 0, blockID: blockID, signatures: [signature])
        return LightBlock(signedHeader: SignedHeader(header: header, commit: commit), validatorSet: validators)
    }

    func query(
        _ path: ByteString, _ data: [UInt8], height: Height, prove: Bool
    ) throws(ClientError) -> ResponseQuery {
        guard path == QueryPath.stateEntry, prove, let value = try? map.value(of: data),
            let proof = try? map.proof(of: data)
        else {
            guard let proof = try? map.proof(of: data) else { throw .work("no proof") }
            return answer(data, [], proof, height)
        }
        return answer(data, value, proof, height)
    }

    private func answer(_ key: [UInt8], _ value: [UInt8], _ proof: MapProof, _ height: Height) -> ResponseQuery {
        var response = ResponseQuery(
            key: key, value: value, proofOps: ProofOperations([MapProofOperator(key: key, proof: proof).operation]),
            height: height)
        lie?(&response)
        return response
    }
}

@Suite("Verified records")
struct RecordVerifierTests {
    private func verify(
        _ chain: ToldChain, _ work: ContentHash = ToldChain.work, trusting height: Height = 2, hash: Hash? = nil,
        days: Int64 = 14, after: Int64 = 100, rest: (@Sendable () -> Void)? = nil
    ) throws -> RecordVerifier.Proven {
        let verifier = LightVerifier(trustingPeriod: .seconds(days * 86_400), faultModel: .byzantine)
        let honest = try ToldChain().lightBlock(height).header.hash
        let trusted = try #require(hash ?? honest)
        return try RecordVerifier(node: chain, verifier: verifier, rest: rest ?? chain.later.make).verify(
            work, trusting: height, trusted, now: ToldChain.start.adding(.seconds(after)))
    }

    private func refusal(_ body: () throws -> RecordVerifier.Proven) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("A record is proven from a trusted header, and that another hash is not registered")
    func honest() throws {
        let proven = try verify(ToldChain())
        #expect(proven.record?.license.text == "cc_by" && proven.record?.revision == 2 && proven.record?.height == 5)
        #expect(proven.height == 8 && proven.header.height == 9)
        #expect(try verify(ToldChain(), ContentHash(SHA256.hash([9]))).record == nil)
    }

    @Test("What the last block has changed is proven by the next block's header, which is waited for")
    func newestState() throws {
        var chain = try ToldChain()
        #expect(try verify(chain).height == 8 && chain.later.count == 0)
        chain.newestHash = AppHash(SHA256.hash([8]).bytes)
        let proven = try verify(chain)
        #expect(proven.height == 9 && proven.header.height == 10 && chain.later.count == 1)
        // A chain that stands still is taken as it is.
        var still = try ToldChain()
        still.newestHash = chain.newestHash
        #expect(try verify(still, rest: {}).height == 8)
    }

    @Test("A value that was changed, left out, or comes with the proof of another key is refused")
    func values() throws {
        let lies: [@Sendable (inout ResponseQuery) -> Void] = [
            { $0.value[$0.value.count - 1] ^= 1 }, { $0.value = [] }, { $0.proofOps = nil },
            { $0.proofOps = ProofOperations([]) }, { $0.value += [0x68, 1] },
        ]
        for lie in lies {
            var chain = try ToldChain()
            chain.lie = lie
            #expect(refusal { try verify(chain) }?.contains("not proven") == true)
        }
        var chain = try ToldChain()
        let other = MapProofOperator(key: RecordEntry.key(of: ToldChain.work), proof: try chain.map.proof(of: [1, 7]))
        chain.lie = { $0.proofOps = ProofOperations([other.operation]) }
        #expect(refusal { try verify(chain) }?.contains("not proven") == true)
        // What is not there cannot be shown as if it were.
        chain.lie = { [record = chain.record] in $0.value = record }
        let absent = ContentHash(SHA256.hash([9]))
        #expect(refusal { try verify(chain, absent) }?.contains("not proven") == true)
    }

    @Test("A header of another state, of strangers, or other than the trusted one is refused")
    func headers() throws {
        var chain = try ToldChain()
        chain.strangersFrom = 5
        #expect(refusal { try verify(chain) }?.contains("not proven") == true)
        chain.strangersFrom = 1
        #expect(refusal { try verify(chain) }?.contains("is trusted") == true)
        chain = try ToldChain()
        chain.appHash = AppHash(SHA256.hash([7]).bytes)
        let hash = try chain.lightBlock(2).header.hash
        #expect(refusal { try verify(chain, hash: hash) }?.contains("not proven") == true)
        #expect(refusal { try verify(chain, hash: SHA256.hash([])) }?.contains("is trusted") == true)
    }

    @Test("Trust that is too old, or ahead of the chain, is refused")
    func trust() throws {
        #expect(refusal { try verify(try ToldChain(), after: 15 * 86_400) }?.contains("not proven") == true)
        var chain = try ToldChain()
        chain.tip = 2
        #expect(refusal { try verify(chain) }?.contains("wait for two more") == true)
    }
}
