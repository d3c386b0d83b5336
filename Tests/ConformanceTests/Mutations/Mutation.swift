import Chain
import Conformance
import Execution
import Wire

/// A way to make one block of a captured chain wrong, and the check that must then refuse it.
struct Mutation: Sendable {
    /// What is handed to the import.
    enum Specimen {
        /// A block that all validators decided, as a value: bytes that break a block's own rules cannot be decoded.
        case decided(Block)
        /// A block, its commit, and what is expected of it, as they were stored.
        case stored(CapturedBlock)
    }

    /// Makes the specimen from the block with this index; nil when that block gives no occasion.
    typealias Maker = @Sendable (Laboratory, Int, inout SplitMix64) throws -> Specimen?

    let name: String
    /// The names of the checks of which one must fail first.
    let checks: Set<String>
    let make: Maker

    static let all = header + contents + lastCommit + evidence + decision + expectation + execution
}

extension Mutation {
    /// A change of the block that its proposer makes and all validators sign.
    static func block(
        _ name: String, fails check: ImportCheck,
        _ change: @escaping @Sendable (Laboratory, Int, Block, inout SplitMix64) throws -> Block?
    ) -> Mutation {
        Mutation(name: name, checks: [check.description]) { laboratory, index, generator in
            try change(laboratory, index, laboratory.blocks[index], &generator).map(Specimen.decided)
        }
    }

    /// The same, of a block that is valid but is not the one whose results were stored.
    static func otherBlock(
        _ name: String, fails checks: Set<String>,
        _ change: @escaping @Sendable (Laboratory, Int, Block, inout SplitMix64) throws -> Block?
    ) -> Mutation {
        Mutation(name: name, checks: checks) { laboratory, index, generator in
            try change(laboratory, index, laboratory.blocks[index], &generator).map { block in
                .stored(laboratory.stored(block, index))
            }
        }
    }

    /// A change of the block's header.
    static func header(
        _ name: String, fails check: BlockCheck,
        _ change: @escaping @Sendable (inout Header, Laboratory, Int, inout SplitMix64) -> Void
    ) -> Mutation {
        block(name, fails: .block(check)) { laboratory, index, block, generator in
            block.with { header in change(&header, laboratory, index, &generator) }
        }
    }

    /// A change of the last commit in the block; the first block has none.
    static func lastCommit(
        _ name: String, fails check: BlockCheck,
        _ change: @escaping @Sendable (inout Commit, inout SplitMix64) -> Bool
    ) -> Mutation {
        block(name, fails: .block(check)) { _, index, block, generator in
            guard index > 0, var commit = block.lastCommit, change(&commit, &generator) else { return nil }
            return block.with(lastCommit: commit)
        }
    }

    /// A change of the commit that decided the block.
    static func decision(
        _ name: String, fails checks: String = ImportCheck.commit.description,
        _ change: @escaping @Sendable (inout Commit, Laboratory, Int, inout SplitMix64) -> Bool
    ) -> Mutation {
        Mutation(name: name, checks: [checks]) { laboratory, index, generator in
            var stored = laboratory.captured.blocks[index]
            var commit = try Commit(protobuf: stored.seenCommit)
            if !change(&commit, laboratory, index, &generator) { return nil }
            stored.seenCommit = commit.protobuf
            return .stored(stored)
        }
    }

    /// A change of what was stored beside the block, or of its bytes; false when the block gives no occasion.
    static func stored(
        _ name: String, fails checks: String...,
        change: @escaping @Sendable (inout CapturedBlock, inout SplitMix64) -> Bool
    ) -> Mutation {
        Mutation(name: name, checks: Set(checks)) { laboratory, index, generator in
            var stored = laboratory.captured.blocks[index]
            return change(&stored, &generator) ? .stored(stored) : nil
        }
    }
}
