import Foundation
import Testing

@Suite("Nodes that are connected", .blocking)
struct NetworkTests {
    private static let fast = [
        "--proxy_app", "kvstore", "--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms",
    ]

    /// What a block says, apart from who is asked: its hash, and the application's hash before it.
    private func block(_ height: Int64, _ node: RunningNode) throws -> String {
        let answer = try node.rpc.call("block", ["height": "\(height)"])
        return "\(try answer.block_id.hash.text) \(try answer.block.header.app_hash.text)"
    }

    /// Holds the last block that all have against what the others say of it, and the first against the first.
    private func expectSameChain(_ nodes: [RunningNode]) throws {
        let height = try nodes.map { try $0.height }.min() ?? 0
        #expect(height > 0)
        for height in [1, height / 2 + 1, height] {
            let blocks = try nodes.map { try block(height, $0) }
            #expect(Set(blocks).count == 1, "height \(height): \(blocks)")
        }
    }

    private func stop(_ nodes: [RunningNode]) {
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes {
            #expect(node.process.wait() == .exit(0))
            #expect(node.process.errors.all() == [])
        }
    }

    @Test("A validator whom nobody hears signs nothing yet, and shows where it is; when the other comes, they decide")
    func unheard() throws {
        let chain = try TestChain(2, Self.fast)
        let node = try chain.start(0)
        func state() throws -> Answer { try node.rpc.call("consensus_state").round_state }
        // It would prevote, and waits for somebody who says where the chain is: its data may be old.
        _ = try eventually("it has come to the prevote") {
            (try? state()["height/round/step"].text) == "1/0/4" ? true : nil
        }
        let prevotes = try state().height_vote_set[0].prevotes
        #expect(try (0..<2).allSatisfy { try prevotes[$0].text == "nil-Vote" })
        #expect(try node.height == 0)
        let other = try chain.start(1)
        for node in [node, other] { try node.height(reaching: 2) }
        stop([node, other])
    }

    @Test("Four validators decide the same blocks, and what is handed to one is on all")
    func four() throws {
        let chain = try TestChain(4, Self.fast)
        let nodes = try chain.start()
        for (number, node) in nodes.enumerated() {
            try node.rpc.commit("key\(number)=value\(number)")
        }
        for node in nodes {
            for number in nodes.indices {
                _ = try eventually("key\(number)") {
                    try node.rpc.value(of: "key\(number)") == "value\(number)" ? true : nil
                }
            }
            let network = try node.rpc.call("net_info")
            #expect(try network.n_peers.decimal == 3)
            #expect(try network.peers[0].node_info.channels.text == "4020212223303800DBDA")
            #expect(try network.peers[0].connection_status.RecvMonitor.Bytes.decimal >= 0)
        }
        // A block may be decided before the fourth has voted.
        let budget = try eventually("a block that all have signed") {
            let budget = try nodes[0].rpc.call("status").fault_budget
            return try budget.online.number == 4 ? budget : nil
        }
        #expect(try budget.can_lose_now.number == 1)
        let consensus = try nodes[0].rpc.call("dump_consensus_state")
        for number in 0..<3 {
            let peer = consensus.peers[number]
            #expect(try peer.node_address.text.wholeMatch(of: /[0-9a-f]{40}@127\.0\.0\.1:\d+/) != nil)
            #expect(try peer.peer_state.round_state.height.decimal > 0)
            #expect(try peer.peer_state.stats.votes.decimal > 0)
        }
        try expectSameChain(nodes)
        // Two decide nothing, and say so, though the last block has the votes of all.
        for node in nodes[2...] { #expect(node.process.stop(SIGKILL) == .signal(SIGKILL)) }
        _ = try eventually("a chain that stands still") {
            try nodes[0].rpc.call("status").fault_budget.can_lose_now.number == 0 ? true : nil
        }
        stop(Array(nodes[..<2]))
    }

    @Test("Three go on without the fourth, which catches up; its recordings give the same effects again")
    func killed() throws {
        let chain = try TestChain(4, Self.fast)
        let others = try (0..<3).map { try chain.start($0) }
        let recordings = ["first", "second"].map { "\(chain.path)/\($0).recording" }
        var fourth = try chain.start(3, "--record", recordings[0])
        try fourth.height(reaching: 3)
        #expect(fourth.process.stop(SIGKILL) == .signal(SIGKILL))

        let committed = try others[0].rpc.commit("while=away")
        try others[1].height(reaching: committed.height + 5)
        fourth = try chain.start(3, "--record", recordings[1])
        try fourth.height(reaching: others[0].height + 1)
        #expect(try fourth.rpc.value(of: "while") == "away")
        // With one of the others gone its votes are needed.
        #expect(others[2].process.stop(SIGKILL) == .signal(SIGKILL))
        try fourth.rpc.commit("back=yes")
        _ = try eventually("the transaction") { try others[0].rpc.value(of: "back") == "yes" ? true : nil }
        try expectSameChain([others[0], others[1], fourth])
        stop([others[0], others[1], fourth])
        for (path, end) in zip(recordings, ["incomplete", "complete"]) {
            let (code, text) = try Recorded.replay(path)
            #expect(code == 0 && text.contains("\nthe same; the recording is \(end)"), "\(text)")
        }
    }

    @Test("On a chain that bears no lies two of three decide")
    func crash() throws {
        let chain = try TestChain(3, Self.fast + ["--fault-model", "crash"])
        let nodes = try (0..<2).map { try chain.start($0) }
        try nodes[0].rpc.commit("two=enough")
        try nodes[1].height(reaching: nodes[0].height)
        try expectSameChain(nodes)
        stop(nodes)
    }

    @Test("The registry's genesis has every validator with its bond")
    func registry() throws {
        let chain = try TestChain(4, ["--consensus.timeout_commit", "20ms"])
        let nodes = try chain.start()
        for node in nodes {
            try node.height(reaching: 2)
            #expect(try node.rpc.call("status").validator_info.voting_power.decimal == 1000)
        }
        try expectSameChain(nodes)
        stop(nodes)
    }

    @Test("Homes that are there are not changed, and what cannot be is refused")
    func refusals() throws {
        let chain = try TestChain(1)
        let genesis = try String(contentsOfFile: "\(chain.home(0))/config/genesis.json", encoding: .utf8)
        let again = try NodeProcess.run(["testnet", "--v", "1", "--o", chain.path])
        #expect(again.end == .exit(1))
        #expect(again.errors.first?.contains("node0 is there already") == true, "\(again.errors)")
        #expect(try String(contentsOfFile: "\(chain.home(0))/config/genesis.json", encoding: .utf8) == genesis)
        let wrong = [
            ["--v", "0"], ["--hostname", "a"], ["--starting-ip-address", "10.0.0.254"],
            ["--p2p-port", "65530", "--local"],
            ["--fault-model", "none"],
        ]
        for flags in wrong {
            let refused = try NodeProcess.run(["testnet", "--o", "\(chain.path)/other"] + flags)
            #expect(refused.end == .exit(1) && refused.errors.count == 1, "\(flags): \(refused)")
            #expect(!FileManager.default.fileExists(atPath: "\(chain.path)/other"))
        }
        let address = "127.0.0.1:1"
        for flags in [
            ["--p2p.persistent_peers", address], ["--p2p.unconditional_peer_ids", "x"],
            ["--p2p.max_packet_msg_payload_size", "512"],
        ] {
            let refused = try NodeProcess.run(["start", "--home", chain.home(0)] + flags)
            #expect(
                refused.end == .exit(1) && refused.errors.first?.contains(flags[0].dropFirst(2)) == true, "\(refused)")
        }
    }
}
