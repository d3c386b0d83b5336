import Foundation
import Testing

@Suite("Nodes whose messages are lost", .blocking)
struct LossyNetworkTests {
    private static let timeouts = [
        "--proxy_app", "kvstore", "--consensus.timeout_propose", "200ms", "--consensus.timeout_commit", "500ms",
        "--consensus.timeout_prevote", "100ms", "--consensus.timeout_precommit", "100ms",
    ]
    /// Three of ten messages are lost or late.
    private static let losses = ["--drop", "15", "--delay", "15", "--delays", "10-100"]

    /// Of each height the round that decided it, and whether a validator signed.
    private func commits(
        through height: Int64, _ node: RunningNode, signer: String
    ) throws -> [(round: Int, isSigned: Bool)] {
        try (2...height).map { height in
            let commit = try node.rpc.call("block", ["height": "\(height)"]).block.last_commit
            let isSigned = try (0..<4).contains {
                let signature = commit.signatures[$0]
                return try signature.block_id_flag.number == 2 && signature.validator_address.text == signer
            }
            return (try commit.round.number, isSigned)
        }
    }

    /// Runs a chain of four, and has a look at what came of it.
    ///
    /// - Returns: Of each height but the first the round, and whether the first validator signed.
    private func run(
        lossy: Set<Int>, heights: Int64, _ arguments: [String]
    ) throws -> [(round: Int, isSigned: Bool)] {
        let chain = try TestChain(4, Self.timeouts)
        let network = try LossyLinks(chain, lossy: lossy, Self.losses + arguments)
        let nodes = network.nodes
        try nodes[0].height(reaching: 2)
        try nodes[0].rpc.commit("lost=found")
        for node in nodes { _ = try eventually("all") { try node.height >= heights ? true : nil } }
        for node in nodes { #expect(try node.rpc.value(of: "lost") == "found") }
        let blocks = try nodes.map { try $0.rpc.call("block", ["height": "\(heights)"]).block_id.hash.text }
        #expect(Set(blocks).count == 1)
        let signer = try nodes[0].rpc.call("status").validator_info.address.text
        let commits = try commits(through: heights, nodes[1], signer: signer)
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
        let sum = try network.finish()
        #expect(sum.messages > 100 && sum.dropped > sum.messages / 20 && sum.late > sum.messages / 20, "\(sum)")
        return commits
    }

    @Test("A validator follows and signs though three of ten messages to and from it are lost or late")
    func one() throws {
        let commits = try run(lossy: [0], heights: 12, [])
        #expect(commits.count { $0.isSigned } > 1, "\(commits)")
    }

    @Test("Four validators decide though that happens between any two, and though no proposal of a first round arrives")
    func all() throws {
        let commits = try run(lossy: [0, 1, 2, 3], heights: 8, ["--first-round", "1"])
        #expect(commits.allSatisfy { $0.round > 0 }, "\(commits)")
    }
}
