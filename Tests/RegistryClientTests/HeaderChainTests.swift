import Chain
import Cryptography
import LightClient
import RegistryClient
import Synchronization
import Testing
import Wire

/// A chain whose validators take turns: every two heights one is replaced by a new one.
private final class TurningChain: HeaderSource {
    static let chainID: ChainID = "turning"
    static let start = Timestamp.unixEpoch.adding(.seconds(1_700_000_000))

    private let blocks: [LightBlock]
    /// Heights that were asked for.
    let asked = Mutex<[Height]>([])

    init(_ count: Int, salt: UInt8 = 0) throws {
        var blocks: [LightBlock] = []
        var last = BlockID.none
        for number in 1...count {
            let keys = try TurningChain.keys(number), next = try TurningChain.set(number + 1)
            let set = try TurningChain.set(number)
            let time = TurningChain.start.adding(.seconds(Int64(number)))
            let header = Header(
                version: BlockVersion(block: 11, app: 0), chainID: TurningChain.chainID, height: Height(Int64(number)),
                time: time, lastBlockID: last, lastCommitHash: nil, dataHash: nil, validatorsHash: set.hash,
                nextValidatorsHash: next.hash, consensusHash: nil, appHash: AppHash([salt]), lastResultsHash: nil,
                evidenceHash: nil, proposerAddress: set.validators[0].address)
            let id = BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([3])))
            let signatures = try set.validators.enumerated().map { index, validator in
                let key = try #require(keys.first { PublicKey.ed25519($0.publicKey) == validator.publicKey })
                let vote = Vote(
                    type: .precommit, height: header.height, round: 0, blockID: id, timestamp: time,
                    validatorAddress: validator.address, validatorIndex: Int32(index), signature: .empty)
                return CommitSig(
                    flag: .commit, validatorAddress: validator.address, timestamp: time,
                    signature: key.sign(vote.signBytes(chainID: TurningChain.chainID)))
            }
            let commit = Commit(height: header.height, round: 0, blockID: id, signatures: signatures)
            blocks.append(
                LightBlock(signedHeader: SignedHeader(header: header, commit: commit), validatorSet: set))
            last = id
        }
        self.blocks = blocks
    }

    private static func keys(_ height: Int) throws -> [Ed25519PrivateKey] {
        try (0..<3).map { place in
            var seed = [UInt8](repeating: 7, count: 32)
            seed[0] = UInt8(height / 2 + place)
            return try #require(Ed25519PrivateKey(seed: seed))
        }
    }

    private static func set(_ height: Int) throws -> ValidatorSet {
        try ValidatorSet(keys(height).map { Validator(publicKey: .ed25519($0.publicKey), votingPower: 10) })
    }

    func lightBlock(_ height: Height) throws(ClientError) -> LightBlock {
        asked.withLock { $0.append(height) }
        guard let block = blocks.first(where: { $0.height == height }) else { throw .work("no block \(height)") }
        return block
    }

    func hash(_ height: Height) throws -> Hash { try #require(try lightBlock(height).header.hash) }
}

@Suite("Headers verified from a trusted one")
struct HeaderChainTests {
    private func verify(
        _ chain: TurningChain, _ height: Height, trusting start: Height, _ hash: Hash? = nil, after seconds: Int64 = 100
    ) throws -> Header {
        let trusted = try hash ?? chain.hash(start)
        chain.asked.withLock { $0 = [] }
        return try HeaderChain(
            source: chain, verifier: LightVerifier(trustingPeriod: .seconds(1_000), faultModel: .byzantine)
        ).header(height, trusting: start, trusted, now: TurningChain.start.adding(.seconds(seconds))).header
    }

    @Test(
        "Later ones over those between, though no validator is left; earlier ones by their hashes; the trusted one itself"
    )
    func ways() throws {
        let chain = try TurningChain(40)
        #expect(try verify(chain, 40, trusting: 2).height == 40)
        #expect(chain.asked.withLock { $0.count } > 3)
        #expect(try verify(chain, 3, trusting: 30).hash == chain.hash(3))
        #expect(chain.asked.withLock { Set($0) }.count == 28)
        #expect(try verify(chain, 7, trusting: 7).height == 7)
    }

    @Test("Another chain's headers, one that is too old, and one too far back are not taken")
    func refusals() throws {
        let chain = try TurningChain(40), other = try TurningChain(40, salt: 1)
        for height: Height in [1, 7, 40] {
            #expect(throws: ClientError.self) { try verify(other, height, trusting: 7, try chain.hash(7)) }
        }
        #expect(throws: ClientError.self) { try verify(chain, 40, trusting: 2, after: 5_000) }
        // A hash does not expire.
        #expect(try verify(chain, 3, trusting: 30, after: 5_000).height == 3)
        #expect(throws: ClientError.self) { try verify(chain, 50, trusting: 2) }
        chain.asked.withLock { $0 = [] }
        do {
            _ = try HeaderChain(
                source: chain, verifier: LightVerifier(trustingPeriod: .seconds(1), faultModel: .byzantine)
            ).header(1, trusting: Height(HeaderChain.backwardsMaximum + 2), SHA256.hash([1]), now: TurningChain.start)
            Issue.record("it would have gone all the way")
        } catch {
            #expect("\(error)".contains("trust one that is nearer"), "\(error)")
        }
        #expect(chain.asked.withLock { $0.isEmpty })
    }
}
