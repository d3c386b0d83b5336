import Chain
import Foundation
import Testing

@Suite("A chain that grows and shrinks under load", .blocking)
struct GrowthTests {
    private static let pace = [
        "--consensus.timeout_commit", "50ms", "--consensus.timeout_propose", "500ms", "--p2p.addr_book_strict=false",
        "--p2p.allow_duplicate_ip=true",
    ]

    private func start(_ home: TestHome, port: Int, calling peer: String? = nil) throws -> RunningNode {
        let calls = peer.map { ["--p2p.persistent_peers", $0] } ?? []
        return try RunningNode(
            NodeProcess(
                [
                    "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--p2p.laddr",
                    "tcp://127.0.0.1:\(port)",
                ] + Self.pace + calls))
    }

    private func address(_ node: RunningNode) -> String { "tcp://127.0.0.1:\(node.rpc.port)" }

    /// The lines of a command that must succeed.
    @discardableResult
    private func run(_ home: String, _ node: RunningNode, _ arguments: String...) throws -> [String] {
        let finished = try NodeProcess.run(arguments + ["--home", home, "--node", address(node)])
        if finished.end != .exit(0) { throw TestError("\(arguments): \(finished)") }
        return finished.output
    }

    /// Waits until `/status` tells of so many validators, of which so many may be lost.
    private func budget(_ node: RunningNode, validators: Int, bearable: Int) throws {
        _ = try eventually("\(validators) validators, \(bearable) of which may be lost") {
            let budget = try node.rpc.call("status").fault_budget
            return try budget.validators.number == validators && budget.online.number == validators
                && budget.can_lose_now.number == bearable ? true : nil
        }
    }

    /// The account of a home's operator.
    private func account(of home: String) throws -> String {
        let shown = try NodeProcess.run(["keys", "show", "validator", "--home", home])
        let line = try #require(shown.output.first { $0.hasPrefix("address: ") }, "\(shown)")
        return String(line.dropFirst("address: ".count))
    }

    /// Proposes to take a validator out.
    ///
    /// - Returns: The proposal's number.
    private func propose(removing account: String, _ home: String, _ node: RunningNode) throws -> String {
        let proposed = try run(home, node, "vote", "propose", "--remove", account)
        let number = proposed.lazy.compactMap { $0.firstMatch(of: /^proposal: (\d+)$/) }.first?.1
        return String(try #require(number, "\(proposed)"))
    }

    /// The chain's whole stake by its books, and what accounts, validators and those who have left have of it.
    private func stake(_ home: String) throws -> (supply: Int64, held: Int64) {
        let exported = try NodeProcess.run(["export", "--home", home])
        if exported.end != .exit(0) { throw TestError("export: \(exported)") }
        let text = exported.output.joined(separator: "\n")
        let state = Answer(try JSONSerialization.jsonObject(with: Data(text.utf8))).app_state
        func sum(_ list: Answer, _ amount: (Answer) throws -> Int64) throws -> Int64 {
            var total: Int64 = 0
            var place = 0
            while list[place].isThere {
                total += try amount(list[place])
                place += 1
            }
            return total
        }
        let held =
            try sum(state.bank.balances) { try sum($0.coins) { try $0.amount.decimal } }
            + sum(state.contentregistry.validators) { try $0.tokens.decimal }
            + sum(state.contentregistry.unbonding) { try $0.amount.decimal }
        return (try sum(state.bank.supply) { try $0.amount.decimal }, held)
    }

    @Test("One datacenter becomes four, a dead one is voted out, a key is changed and one leaves, and no work is lost")
    func growth() throws {
        let homes = try [TestHome()] + (1...3).map { _ in TestHome(notMade: ()) }
        let port = try FreePorts.first(of: 4)
        let peer = try homes[0].run("show-node-id").output[0] + "@127.0.0.1:\(port)"
        var nodes = [try start(homes[0], port: port)]
        try nodes[0].height(reaching: 2)
        let load = Registrations(nodes[0].rpc, chainID: "end-to-end", prefix: "work")
        try load.waitForMore(3)
        try budget(nodes[0], validators: 1, bearable: 0)

        for number in 1...3 {
            // It has nothing but the address of the first.
            nodes.append(try start(homes[number], port: port + 10 * number, calling: peer))
            let made = try homes[number].run("keys", "add", "validator", "--no-passphrase")
            #expect(made.end == .exit(0), "\(made)")
            let join = try NodeProcess(
                ["validator", "join", "--home", homes[number].path, "--node", address(nodes[number])])
            let told = try #require(
                join.errors.line(with: "daon-node validator admit "), "\(join.wait()) \(join.errors.all())")
            let account = try #require(told.split(separator: " ").last.map(String.init))
            // Each of those that are there has to say yes, until enough have.
            for operatorNumber in 0..<number {
                let said = try NodeProcess.run([
                    "validator", "admit", account, "--home", homes[operatorNumber].path, "--node", address(nodes[0]),
                ])
                #expect(said.end == .exit(0), "\(said)")
                if said.output.contains("status: passed") { break }
            }
            #expect(join.wait() == .exit(0), "\(join.errors.all())")
            #expect(join.output.all().contains("status: validator"))
            try load.waitForMore(3)
            try budget(nodes[0], validators: number + 1, bearable: number == 3 ? 1 : 0)
        }

        // One dies for good. The others take it out.
        let dead = try account(of: homes[3].path)
        nodes[3].process.send(SIGKILL)
        #expect(nodes[3].process.wait() == .signal(SIGKILL))
        try load.waitForMore(3)
        let number = try propose(removing: dead, homes[0].path, nodes[0])
        try run(homes[1].path, nodes[1], "vote", "cast", number, "yes")
        let passed = try run(homes[2].path, nodes[2], "vote", "cast", number, "yes")
        #expect(passed.contains("status: passed"), "\(passed)")
        try budget(nodes[0], validators: 3, bearable: 0)
        try load.waitForMore(3)

        let rotation = try NodeProcess([
            "validator", "rotate-key", "--home", homes[1].path, "--node", address(nodes[0]),
        ])
        _ = try #require(rotation.errors.line(with: "Restart the node now"))
        #expect(nodes[1].process.stop(SIGTERM) == .exit(0))
        nodes[1] = try start(homes[1], port: port + 10, calling: peer)
        #expect(rotation.wait() == .exit(0), "\(rotation.errors.all())")
        try budget(nodes[0], validators: 3, bearable: 0)
        try load.waitForMore(3)

        #expect(try run(homes[2].path, nodes[2], "validator", "leave").contains("status: left"))
        try budget(nodes[0], validators: 2, bearable: 0)
        try load.waitForMore(3)
        let works = try load.finish()
        #expect(works.count >= 24)
        for work in works {
            #expect(try RegistryLoad.height(of: work, at: nodes[1].rpc) != nil, "\(work)")
        }
        for node in nodes.prefix(3) { #expect(node.process.stop(SIGTERM) == .exit(0)) }
        let (supply, held) = try stake(homes[0].path)
        #expect(supply == 10_000_000_000 && held == supply)
    }

    @Test("Two of three take out the third, which is dead, where lies are ruled out")
    func crash() throws {
        let chain = try TestChain(3, ["--fault-model", "crash"] + Self.pace)
        let nodes = try chain.start()
        try budget(nodes[0], validators: 3, bearable: 1)
        let dead = try account(of: chain.home(2))
        nodes[2].process.send(SIGKILL)
        #expect(nodes[2].process.wait() == .signal(SIGKILL))
        let number = try propose(removing: dead, chain.home(0), nodes[0])
        let passed = try run(chain.home(1), nodes[1], "vote", "cast", number, "yes")
        #expect(passed.contains("status: passed"), "\(passed)")
        try budget(nodes[0], validators: 2, bearable: 0)
        let height = try nodes[0].height
        try nodes[1].height(reaching: height + 3)
        for node in nodes.prefix(2) { #expect(node.process.stop(SIGTERM) == .exit(0)) }
    }
}
