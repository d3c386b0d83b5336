import ABCI
import Chain
import Cryptography
import Testing
import Transactions
import Wire

@testable import ContentRegistry

@Suite("Validators come and go")
struct StakeTests {
    /// A chain of so many validators, all of which have signed.
    private static func chain(
        _ count: Int, api: Wallet? = nil, faultModel: FaultModel = .byzantine, parameters: String = RegistryChain.newest
    ) throws -> (StakeChain, [Wallet]) {
        let wallets = (0..<count).map { Wallet.validator($0) }
        var chain = try StakeChain(wallets, api: api, faultModel: faultModel, parameters: parameters)
        try chain.blocks(2)
        return (chain, wallets)
    }

    /// A wallet that is admitted and has its bond; its account came after those of the validators.
    private static func admitted(
        _ index: Int, _ chain: inout StakeChain, _ wallets: inout [Wallet], number: UInt64
    ) throws -> Wallet {
        let wallet = Wallet(index, number: number)
        #expect(try chain.deliver(wallets[0].propose(.admit(wallet.address))).code == 0)
        let proposal = try #require(try chain.proposals().first)
        for voter in wallets.indices.dropFirst() {
            if try chain.proposals().first?.outcome != .open { break }
            #expect(try chain.deliver(wallets[voter].vote(proposal.number)).code == 0)
        }
        #expect(try chain.proposals().first?.outcome == .passed)
        return wallet
    }

    @Test("Who is admitted by vote gets its bond from the proposer, bonds it, and is the engine's in that block")
    func join() throws {
        var (chain, wallets) = try Self.chain(1)
        var newcomer = try Self.admitted(10, &chain, &wallets, number: 1)
        #expect(try chain.coins(of: wallets[0]) == 8_000_000_000)
        #expect(try chain.coins(of: newcomer) == 1_000_000_000)
        #expect(try chain.validators().admitted == [newcomer.address])
        let result = try chain.deliver(newcomer.join(10))
        #expect(result.code == 0, "\(result.log)")
        #expect(result.attribute("create_validator", "amount") == "1000000000stake")
        #expect(chain.updates == [ValidatorUpdate(pubKey: .ed25519(StakeChain.key(10).publicKey), power: 1000)])
        #expect(chain.next.count == 2)
        #expect(try chain.coins(of: newcomer) == 0)
        #expect(try chain.validators().admitted.isEmpty)
        // Nothing more is said of it.
        try chain.block()
        #expect(chain.updates.isEmpty)
        #expect(chain.current.count == 2)
        try chain.blocks(2)
        #expect(try chain.validators().validators.allSatisfy(\.isPresent))
    }

    @Test("Whoever has the API mnemonic cannot bond, vote, or move a self-held record")
    func attacker() throws {
        var api = Wallet(50, number: 1)
        var (chain, wallets) = try Self.chain(1, api: api)
        #expect(try chain.coins(of: api) == 5_000_000_000)
        let bonded = try chain.deliver(api.join(50))
        #expect(bonded.code == 4)
        #expect(bonded.log.description.contains("is not admitted"), "\(bonded.log)")
        // A bond in another's name takes the other's signature.
        let foreign = api.sign(
            .undelegate(
                MsgUndelegate(
                    delegator: api.address, validator: wallets[0].address, amount: .stake(1_000_000_000))))
        #expect(try chain.deliver(foreign).code == 4)
        #expect(try chain.deliver(api.propose(.admit(api.address))).code == 4)
        #expect(try chain.deliver(api.propose(.remove(wallets[0].address))).code == 4)
        #expect(try chain.deliver(wallets[0].propose(.remove(wallets[0].address))).code == 18)
        #expect(try chain.deliver(api.rotate(to: 50)).code == 22)
        // Even money for an accomplice makes no validator.
        var friend = Wallet(51, number: 2)
        #expect(try chain.deliver(api.send(1_000_000_000, to: friend.address)).code == 0)
        #expect(try chain.deliver(friend.join(51)).code == 4)
        let alice = Wallet(52, number: 3)
        var holder = alice
        holder.number = 0
        #expect(try chain.deliver(holder.sign(register(alice, work(1)))).code == 0)
        let moved = api.sign(
            .transfer(
                MsgTransferOwnership(
                    creator: api.address, contentHash: contentHash(1), newOwner: api.address, expectedRevision: 1)))
        #expect(try chain.deliver(moved).code == 1105)
        #expect(chain.next.count == 1)
        #expect(try chain.proposals().isEmpty)
        // A vote on a proposal that is there.
        var (other, operators) = try Self.chain(2, api: Wallet(50, number: 2))
        var voter = Wallet(50, number: 2)
        #expect(try other.deliver(operators[0].propose(.admit(voter.address))).code == 0)
        #expect(try other.deliver(voter.vote(1)).code == 4)
        #expect(try other.proposals().first?.outcome == .open)
    }

    @Test("A vote can be changed, only validators of now count, and a quorum of them decides at once")
    func votes() throws {
        var (chain, wallets) = try Self.chain(4)
        let target = Wallet(10).address
        #expect(try chain.deliver(wallets[0].propose(.admit(target))).code == 0)
        #expect(try chain.deliver(wallets[1].vote(1)).code == 0)
        #expect(try chain.deliver(wallets[2].vote(1, false)).code == 0)
        #expect(try chain.deliver(wallets[1].vote(1, false)).code == 0)
        #expect(try chain.deliver(wallets[3].vote(1)).code == 0)
        #expect(try chain.proposals().first?.outcome == .open)
        #expect(try chain.proposals().first?.ballots.map(\.approves).filter { $0 }.count == 2)
        let decisive = try chain.deliver(wallets[1].vote(1))
        #expect(decisive.attribute("close_proposal", "proposal_result") == "passed")
        #expect(decisive.attribute("admit_validator", "amount") == "1000000000stake")
        #expect(try chain.deliver(wallets[2].vote(1)).code == 18)
        #expect(try chain.deliver(wallets[2].vote(7)).code == 22)
    }

    @Test("A proposal passes when others leave and those who approved are a quorum of the rest")
    func votesAfterLeaving() throws {
        var (chain, wallets) = try Self.chain(4)
        #expect(try chain.deliver(wallets[0].propose(.admit(Wallet(10).address))).code == 0)
        #expect(try chain.deliver(wallets[1].vote(1)).code == 0)
        #expect(try chain.deliver(wallets[3].leave()).code == 0)
        #expect(try chain.proposals().first?.outcome == .open)
        #expect(try chain.deliver(wallets[2].leave()).code == 0)
        #expect(try chain.proposals().first?.outcome == .passed)
        #expect(chain.events.contains { $0.type == "close_proposal" })
    }

    @Test("Proposals expire after their last height, and an operator has ten open ones at most")
    func expiry() throws {
        var (chain, wallets) = try Self.chain(2)
        let last = chain.chain.height.next.next
        #expect(try chain.deliver(wallets[0].propose(.halt(100), expiry: last)).code == 0)
        try chain.block()
        #expect(try chain.proposals().first?.outcome == .expired)
        #expect(try chain.deliver(wallets[0].propose(.halt(100), expiry: last)).code == 18)
        for height in 0..<10 {
            #expect(try chain.deliver(wallets[0].propose(.halt(Height(100 + Int64(height))))).code == 0)
        }
        #expect(try chain.deliver(wallets[0].propose(.halt(100))).log.description.contains("10 open proposals"))
        #expect(try chain.deliver(wallets[1].propose(.halt(100))).code == 0)
    }

    @Test("Who leaves gets its bond back when the unbonding time is over, and may not come back without a vote")
    func leave() throws {
        var (chain, wallets) = try Self.chain(2, parameters: #"{"unbonding_time":"100s"}"#)
        #expect(try chain.deliver(wallets[1].leave(5)).code == 18)
        let left = try chain.deliver(wallets[1].leave())
        #expect(left.code == 0, "\(left.log)")
        #expect(chain.updates == [ValidatorUpdate(pubKey: .ed25519(StakeChain.key(1).publicKey), power: 0)])
        #expect(try chain.validators().unbonding.map(\.amount) == [1_000_000_000])
        try chain.block(after: 98)
        #expect(chain.updates.isEmpty)
        #expect(try chain.coins(of: wallets[1]) == 9_000_000_000)
        try chain.block(after: 2)
        #expect(chain.events.map(\.type) == ["complete_unbonding"])
        #expect(try chain.coins(of: wallets[1]) == 10_000_000_000)
        #expect(try chain.deliver(wallets[1].join(1)).code == 4)
        #expect(try chain.deliver(wallets[1].leave()).code == 22)
        let last = try chain.deliver(wallets[0].leave())
        #expect(last.log.description.contains("the last validator"), "\(last.log)")
        // With a vote, and even with the same key.
        #expect(try chain.deliver(wallets[0].propose(.admit(wallets[1].address))).code == 0)
        #expect(try chain.deliver(wallets[1].join(1)).code == 0)
        #expect(chain.next.count == 2)
    }

    @Test("Nobody leaves when the others are not there")
    func quorumThatIsThere() throws {
        var (chain, wallets) = try Self.chain(4)
        chain.silent = [StakeChain.address(3)]
        try chain.blocks(15)
        // Of three that would be left two sign: not more than two thirds.
        let refused = try chain.deliver(wallets[0].leave())
        #expect(refused.code == 18)
        #expect(refused.log.description.contains("of the 3 validators that there would be, 2"), "\(refused.log)")
        // The silent one may go, and be voted out.
        #expect(try chain.deliver(wallets[0].propose(.remove(wallets[3].address))).code == 0)
        #expect(try chain.deliver(wallets[1].vote(1)).code == 0)
        let removed = try chain.deliver(wallets[2].vote(1))
        #expect(removed.attribute("remove_validator", "validator") == ByteString(wallets[3].address.operatorText))
        #expect(chain.next.count == 3)
        try chain.blocks(3)
        #expect(try chain.deliver(wallets[0].leave()).code == 0)
    }

    @Test("Two of three vote out a dead one where two thirds decide; where more must, they cannot")
    func deadOne() throws {
        for model in FaultModel.allCases {
            var (chain, wallets) = try Self.chain(3, faultModel: model)
            chain.silent = [StakeChain.address(2)]
            try chain.blocks(15)
            #expect(try chain.deliver(wallets[0].propose(.remove(wallets[2].address))).code == 0)
            #expect(try chain.deliver(wallets[1].vote(1)).code == 0)
            #expect(chain.next.count == (model == .crash ? 2 : 3))
        }
    }

    @Test("A second newcomer waits until the first has signed")
    func oneAfterTheOther() throws {
        var (chain, wallets) = try Self.chain(1)
        var first = try Self.admitted(10, &chain, &wallets, number: 1)
        var second = try Self.admitted(11, &chain, &wallets, number: 2)
        #expect(try chain.deliver(first.join(10)).code == 0)
        let refused = try chain.deliver(second.join(11))
        #expect(refused.log.description.contains("cannot join now"), "\(refused.log)")
        try chain.blocks(2)
        #expect(try chain.deliver(second.join(11)).code == 0)
    }

    @Test("What came in a block does not leave or change in it, and what left in it does not come back")
    func sameBlock() throws {
        var (chain, wallets) = try Self.chain(4)
        var newcomer = try Self.admitted(10, &chain, &wallets, number: 4)
        let results = try chain.block([newcomer.join(10), newcomer.leave(), newcomer.rotate(to: 11)])
        #expect(results.map(\.code) == [0, 18, 18])
        let rotations = try chain.block([wallets[0].rotate(to: 20), wallets[0].rotate(to: 21), wallets[0].leave()])
        #expect(rotations.map(\.code) == [0, 18, 18])
        #expect(chain.updates.count == 2)
        try chain.blocks(3)
        #expect(try chain.deliver(wallets[1].propose(.admit(wallets[2].address))).code == 18)
        let leaving = try chain.block([wallets[1].leave(), wallets[1].join(1)])
        #expect(leaving.map(\.code) == [0, 4])
    }

    @Test("A key is changed: the old one is dead, and evidence against it still counts")
    func rotation() throws {
        var (chain, wallets) = try Self.chain(4)
        let rotated = try chain.deliver(wallets[0].rotate(to: 20))
        #expect(rotated.code == 0, "\(rotated.log)")
        #expect(
            Set(chain.updates)
                == [
                    ValidatorUpdate(pubKey: .ed25519(StakeChain.key(0).publicKey), power: 0),
                    ValidatorUpdate(pubKey: .ed25519(StakeChain.key(20).publicKey), power: 1000),
                ])
        try chain.block()
        #expect(chain.current.index(of: StakeChain.address(0)) == nil)
        #expect(chain.current.index(of: StakeChain.address(20)) != nil)
        for key in [0, 1, 20] { #expect(try chain.deliver(wallets[1].rotate(to: key)).code == 8) }
        try chain.block(equivocators: [StakeChain.address(0)])
        #expect(chain.events.first?.type == "tombstone")
        #expect(chain.updates == [ValidatorUpdate(pubKey: .ed25519(StakeChain.key(20).publicKey), power: 0)])
        #expect(try chain.deliver(wallets[1].propose(.admit(wallets[0].address))).code == 4)
        try chain.block(equivocators: [StakeChain.address(0), StakeChain.address(20), StakeChain.address(99)])
        #expect(chain.events.isEmpty)
        #expect(try chain.validators().unbonding.map(\.account) == [wallets[0].address])
    }

    @Test("No more change their keys at once than may fail")
    func rotationsAtOnce() throws {
        var (chain, wallets) = try Self.chain(4)
        #expect(try chain.deliver(wallets[0].rotate(to: 20)).code == 0)
        chain.silent = [StakeChain.address(20)]
        #expect(try chain.deliver(wallets[1].rotate(to: 21)).code == 0)
        chain.silent.insert(StakeChain.address(21))
        #expect(try chain.deliver(wallets[2].rotate(to: 22)).code == 18)
    }

    @Test("Who signed two things stays until the others can do without it")
    func postponed() throws {
        var (chain, _) = try Self.chain(4)
        chain.silent = [StakeChain.address(3)]
        try chain.blocks(15)
        try chain.block(equivocators: [StakeChain.address(0)])
        #expect(chain.updates.isEmpty)
        #expect(try chain.validators().validators.filter(\.isTombstoned).count == 1)
        try chain.blocks(3)
        chain.silent = []
        try chain.blocks(2)
        #expect(try chain.validators().validators.count == 3)
        #expect(chain.next.count == 3)
    }

    @Test("Parameters change once for each version, and what was proposed before is outdated")
    func parameters() throws {
        var (chain, wallets) = try Self.chain(2)
        let change = { (name: ByteString, value: ByteString) in
            ProposalContent.parameters([ParameterChange(name: name, value: value)])
        }
        for (name, value) in [
            ("validator_bond", "5000000stake"), ("registry_version", "3"), ("nothing", "1"), ("admission", "never"),
            ("unordered_ttl", "0s"), ("unbonding_time", "7"),
        ] as [(ByteString, ByteString)] {
            #expect(try chain.deliver(wallets[0].propose(change(name, value))).code == 18)
        }
        #expect(try chain.deliver(wallets[0].propose(change("unordered_ttl", "60s"), version: 2)).code == 18)
        #expect(try chain.deliver(wallets[0].propose(change("unordered_ttl", "60s"))).code == 0)
        #expect(try chain.deliver(wallets[0].propose(change("unordered_ttl", "70s"))).code == 0)
        #expect(try chain.deliver(wallets[1].vote(2)).code == 0)
        #expect(try chain.proposals().map(\.outcome) == [.passed, .outdated])
        let parameters = try ParametersAnswer(protobuf: chain.chain.query(QueryPath.parameters).value)
        #expect(parameters.unorderedTTL == 70_000_000_000)
        #expect(parameters.version == 2)
        // A bond is bound at least as long as evidence counts.
        #expect(throws: TransactionError.self) {
            try RegistryParameters().applying(
                [ParameterChange(name: "unbonding_time", value: "3600s")], evidenceAge: .seconds(3601))
        }
    }

    @Test("A new version of the messages is taken from the block after the vote on")
    func registryVersion() throws {
        var (chain, wallets) = try Self.chain(1, parameters: #"{"registry_version":"1"}"#)
        #expect(try chain.deliver(wallets[0].propose(.registryVersion(3))).code == 18)
        var other = wallets[0]
        let vote = other.propose(.registryVersion(2))
        let results = try chain.block([vote, other.sign(register(other, work(1)))])
        #expect(results.map(\.code) == [0, 2])
        other.sequence -= 1
        #expect(try chain.deliver(other.sign(register(other, work(1)))).code == 0)
        #expect(try chain.deliver(other.propose(.registryVersion(3), version: 2)).code == 0)
        // What this program does not know, it does not go on with.
        let unknown = RegistryVersion.newest.next
        #expect(try chain.deliver(other.propose(.registryVersion(unknown.rawValue), version: 3)).code == 0)
        #expect(throws: ApplicationError.self) { try chain.block() }
    }

    @Test("No block follows the voted height, and a chain that begins with its state goes on")
    func halt() throws {
        for content in [ProposalContent.halt(6), .upgrade(name: "next", height: 6)] {
            var (chain, wallets) = try Self.chain(1)
            #expect(try chain.deliver(wallets[0].propose(.halt(3))).code == 18)
            #expect(try chain.deliver(wallets[0].propose(content)).code == 0)
            var copy = try chain.imported()
            try chain.blocks(2)
            try copy.blocks(2)
            try chain.restart()
            #expect(throws: ApplicationError.self) { try chain.block() }
            var application = chain.chain.application
            #expect(throws: ApplicationError.self) {
                try application.prepareProposal(RequestPrepareProposal(height: 7))
            }
            #expect(throws: ApplicationError.self) {
                try application.processProposal(RequestProcessProposal(height: 7))
            }
            #expect(throws: ApplicationError.self) { try copy.block() }
            var next = try chain.imported()
            try next.blocks(2)
        }
    }

    @Test("Another bond, another's key, and a power unlike the others' are refused")
    func refusals() throws {
        var (chain, wallets) = try Self.chain(4)
        var newcomer = try Self.admitted(10, &chain, &wallets, number: 4)
        #expect(try chain.deliver(wallets[0].send(1, to: newcomer.address)).code == 0)
        #expect(try chain.deliver(newcomer.join(10, bond: 1_000_000_001)).code == 18)
        #expect(try chain.deliver(newcomer.join(2)).code == 8)
        #expect(try chain.deliver(wallets[0].join(12)).code == 18)
        #expect(try chain.deliver(newcomer.send(2, to: wallets[0].address)).code == 0)
        #expect(try chain.deliver(newcomer.join(10)).code == 5)
        // Validators that the genesis document names have the power it says.
        var named = try RegistryChain([Wallet(1)], balance: 2_000_000_000, parameters: #"{"admission":"open"}"#)
        var wallet = Wallet(1)
        try named.block()
        let refused = try named.deliver(wallet.join(10))
        #expect(refused.log.description.contains("the same power"), "\(refused.log)")
    }

    @Test("Windows of presence are six to ten blocks", arguments: 5...24)
    func windows(height: Int64) {
        let seen = PresenceWindow.window(of: Height(height))
        #expect(PresenceWindow.isPresent(seen, at: Height(height + 5)))
        #expect(!PresenceWindow.isPresent(seen, at: Height(height + 10)))
        #expect(!PresenceWindow.isPresent(nil, at: Height(height)))
        #expect(PresenceWindow.isPresent(.max, at: Height(height)))
        #expect((height...height + 4).contains(PresenceWindow.end(of: seen).rawValue))
    }

    @Test("A quiet chain stays quiet: signatures change the app hash once in a window")
    func quiet() throws {
        var (chain, _) = try Self.chain(4)
        try chain.blocks(7)
        var changes = 0
        for _ in 0..<20 {
            let before = try chain.appHash
            try chain.block()
            if try chain.appHash != before { changes += 1 }
        }
        #expect(changes == 4)
    }
}
