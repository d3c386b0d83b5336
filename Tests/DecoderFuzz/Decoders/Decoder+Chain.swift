import Chain
import Cryptography
import JSON

extension Decoder {
    /// Values of the chain, as protobuf and as JSON.
    static let chain: [Decoder] = chainProtobuf + chainJSON

    private static let chainProtobuf: [Decoder] = [
        protobuf("timestamp", Example.time) { _ = $0.description },
        protobuf("duration", Nanoseconds(3_000_000_001)) { _ = $0.description },
        protobuf("bit-array", Example.bits) { bits in
            _ = (bits.setIndices, bits.complement.isFull, bits.union(Example.bits).description)
        },
        protobuf("part-set-header", Example.blockID.partSetHeader),
        protobuf("block-id", Example.blockID) { _ = $0.key },
        protobuf("part", Example.part) { part in
            var set = PartSet(header: PartSetHeader(total: 5, hash: Example.hash(2)))
            _ = try? set.add(part)  // only that it does not trap
        },
        protobuf("vote", Example.vote) { vote in
            _ = (vote.signBytes(chainID: Example.chainID), vote.extensionSignBytes(chainID: Example.chainID))
        },
        protobuf("proposal", Example.proposal) { _ = $0.signBytes(chainID: Example.chainID) },
        protobuf("commit-signature", Example.commit.signatures[0]),
        protobuf("commit", Example.commit) { commit in
            _ = (commit.hash, commit.voteSignBytes(chainID: Example.chainID, at: 0))
        },
        protobuf("extended-commit", Example.extendedCommit) { _ = $0.commit.hash },
        protobuf("block-version", Example.header.version),
        protobuf("header", Example.header) { _ = $0.hash },
        protobuf("validator", Example.validators[0]),
        protobuf("validator-set", Example.validatorSet) { set in
            _ = (set.hash, set.proposerPriorityHash)
            var rotated = set
            rotated.incrementProposerPriority(times: 3)
        },
        protobuf(
            "shared-loss",
            SharedLoss(
                forgetful: Example.validators.map(\.address), restart: SharedLoss.Restart(height: 9, round: 10))),
        protobuf("consensus-parameters", ConsensusParameters()) { _ = $0.hash },
        protobuf("consensus-parameters-update", ConsensusParametersUpdate()) { update in
            _ = ConsensusParameters().updated(by: update)
        },
        protobuf("signed-header", Example.signedHeader) { header in
            try? header.validate(chainID: Example.chainID)  // only that it does not trap
        },
        protobuf("light-block", Example.lightBlock) { block in
            try? block.validate(chainID: Example.chainID)  // only that it does not trap
        },
        protobuf("evidence-duplicate-vote", Example.duplicateVote) { _ = ($0.hash, $0.bytes) },
        protobuf("evidence-light-client-attack", Example.lightClientAttack) { _ = ($0.hash, $0.bytes) },
        protobuf("evidence-list", EvidenceList([Example.duplicateVote])) { _ = ($0.hash, $0.byteSize) },
        protobuf("block-data", Example.block.data) { _ = $0.hash },
        protobuf("block", Example.block) { _ = ($0.hash, $0.size, $0.partSet().assembledBytes) },
        protobuf("block-meta", BlockMeta(block: Example.block, parts: Example.blockID.partSetHeader)),
    ]

    private static let chainJSON: [Decoder] = [
        json("timestamp", Example.time),
        json("bit-array", Example.bits),
        json("block-id", Example.blockID),
        json("part", Example.part),
        json("vote", Example.vote),
        json("proposal", Example.proposal),
        json("commit", Example.commit),
        json("header", Example.header),
        json("public-key", PublicKey.ed25519(Example.key.publicKey)),
        json("consensus-parameters", ConsensusParameters()),
        json("validator-set", Example.validatorSet),
        json("light-block", Example.lightBlock),
        json("evidence-duplicate-vote", Example.duplicateVote),
        json("evidence-light-client-attack", Example.lightClientAttack),
        json("block", Example.block),
        json("block-meta", BlockMeta(block: Example.block, parts: Example.blockID.partSetHeader)),
        genesis,
    ]

    /// The application's state is kept as it is written and shown compacted: what comes back is the text, not the value.
    private static let genesis = Decoder(name: "genesis-json", example: Example.genesis.json.serialized()) { bytes in
        guard let document = try? GenesisDocument(file: bytes) else { return .refused }
        let encoded = document.json.serialized()
        guard let again = try? GenesisDocument(file: encoded) else { return .violation("refuses its own encoding") }
        if again.json.serialized() != encoded { return .violation("writes one document in two ways") }
        _ = try? document.completed(now: Example.time)  // only that it does not trap
        return .accepted
    }
}
