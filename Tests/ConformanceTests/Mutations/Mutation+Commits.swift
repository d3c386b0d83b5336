import Chain
import Conformance
import Cryptography
import Execution
import Wire

extension CommitSig {
    func with(
        flag: BlockIDFlag? = nil, validatorAddress: Address? = nil, timestamp: Timestamp? = nil,
        signature: Signature? = nil
    ) -> CommitSig {
        CommitSig(
            flag: flag ?? self.flag, validatorAddress: validatorAddress ?? self.validatorAddress,
            timestamp: timestamp ?? self.timestamp, signature: signature ?? self.signature)
    }
}

extension Commit {
    /// Changes one of the signatures that are there.
    mutating func changeSignature(
        _ generator: inout SplitMix64, _ change: (CommitSig, inout SplitMix64) -> CommitSig
    ) -> Bool {
        let present = signatures.indices.filter { signatures[$0].flag != .absent }
        guard let index = present.randomElement(using: &generator) else { return false }
        signatures[index] = change(signatures[index], &generator)
        return true
    }

    /// Puts two signatures in each other's place, of which at least one is there.
    mutating func swapSignatures(_ generator: inout SplitMix64) -> Bool {
        let present = signatures.indices.filter { signatures[$0].flag != .absent }
        guard let first = present.randomElement(using: &generator),
            let second = signatures.indices.filter({ $0 != first }).randomElement(using: &generator)
        else { return false }
        signatures.swapAt(first, second)
        return true
    }
}

/// Changes that a commit cannot hide, whether it is in the next block or beside its own.
private let forgeries: [(name: String, change: @Sendable (inout Commit, inout SplitMix64) -> Bool)] = [
    (
        "bit of a signature",
        { commit, generator in
            commit.changeSignature(&generator) { signature, generator in
                signature.with(signature: Signature(signature.signature.bytes.flippingBit(&generator)))
            }
        }
    ),
    (
        "address of a signature",
        { commit, generator in
            commit.changeSignature(&generator) { signature, generator in
                signature.with(
                    validatorAddress: signature.validatorAddress.flatMap { Address($0.bytes.flippingBit(&generator)) })
            }
        }
    ),
    (
        "time of a signature",
        { commit, generator in
            commit.changeSignature(&generator) { signature, _ in
                signature.with(timestamp: signature.timestamp.adding(nanoseconds: -1))
            }
        }
    ),
    (
        "vote for nil made one for the block, or the other way round",
        { commit, generator in
            commit.changeSignature(&generator) { signature, _ in
                signature.with(flag: signature.flag == .commit ? .nil : .commit)
            }
        }
    ),
    ("signatures swapped", { commit, generator in commit.swapSignatures(&generator) }),
    (
        "round",
        { commit, _ in
            commit.round = commit.round.next
            return true
        }
    ),
]

extension Mutation {
    /// Last commits that do not prove the last block.
    static let lastCommit: [Mutation] =
        forgeries.map { forgery in
            .lastCommit("last commit: \(forgery.name)", fails: .lastCommitSignatures, forgery.change)
        } + [
            .lastCommit("last commit: signature added", fails: .lastCommitSize) { commit, _ in
                commit.signatures.append(.absent)
                return true
            },
            .lastCommit("last commit: signature dropped", fails: .lastCommitSize) { commit, _ in
                commit.signatures.removeLast()
                return !commit.signatures.isEmpty
            },
            .lastCommit("last commit: height", fails: .lastCommitHeight) { commit, _ in
                commit.height = commit.height.next
                return true
            },
            .lastCommit("last commit: other block", fails: .lastCommitBlockID) { commit, generator in
                commit.blockID = commit.blockID.flipped(&generator)
                return true
            },
            .lastCommit("last commit: nobody", fails: .lastCommitPower) { commit, _ in
                commit.signatures = commit.signatures.map { _ in .absent }
                return true
            },
            .lastCommit("last commit: negative round", fails: .lastCommit) { commit, _ in
                commit.round = -1
                return true
            },
            .lastCommit("last commit: no signatures", fails: .lastCommit) { commit, _ in
                commit.signatures = []
                return true
            },
            .block("last commit of a first block", fails: .block(.lastCommitSize)) { laboratory, index, block, _ in
                if index > 0 { return nil }
                var commit = laboratory.decided(block, index).commit
                commit.height = 0
                return block.with(lastCommit: commit)
            },
        ]

    /// Commits that do not decide the block they stand beside.
    static let decision: [Mutation] =
        forgeries.map { forgery in
            .decision("decision: \(forgery.name)") { commit, _, _, generator in forgery.change(&commit, &generator) }
        } + [
            .decision("decision: nobody") { commit, _, _, _ in
                commit.signatures = commit.signatures.map { _ in .absent }
                return true
            },
            .decision("decision: signature added") { commit, _, _, _ in
                commit.signatures.append(.absent)
                return true
            },
            .decision("decision: another block") { commit, laboratory, index, generator in
                let block = laboratory.blocks[index], other = commit.blockID.flipped(&generator)
                commit = laboratory.commit(
                    for: other, at: block.height, time: block.header.time, by: laboratory.state(index).validators)
                return true
            },
            .decision("decision: another height") { commit, laboratory, index, _ in
                let block = laboratory.blocks[index]
                commit = laboratory.commit(
                    for: commit.blockID, at: block.height.next, time: block.header.time,
                    by: laboratory.state(index).validators)
                return true
            },
            .decision("decision: another chain") { commit, laboratory, index, _ in
                let block = laboratory.blocks[index]
                commit = laboratory.commit(
                    for: commit.blockID, at: block.height, time: block.header.time,
                    by: laboratory.state(index).validators, chainID: "other-chain")
                return true
            },
            .stored(
                "decision: bit of its protobuf", fails: "deciding commit", "reading the case",
                "seen commit's protobuf"
            ) { stored, generator in
                stored.seenCommit = stored.seenCommit.flippingBit(&generator)
                return true
            },
            .stored("decision: extensions where there are none", fails: "extended commit's presence") { stored, _ in
                stored.extendedCommit = []
                return true
            },
        ]
}
