import Chain
import Cryptography
import JSON
import RPC
import Testing
import Wire

@Suite("The state of consensus as clients see it")
struct RoundStateTests {
    private let chain: StubChain
    private let set: ValidatorSet

    init() throws {
        chain = try StubChain(validators: 4)
        set = try #require(chain.validators(at: 5))
    }

    private func vote(_ type: SignedMessageType, by index: Int32) throws -> Vote {
        Vote(
            type: type, height: 6, round: 1,
            blockID: BlockID(hash: Hash([UInt8](repeating: 0xAB, count: 32)), partSetHeader: .none),
            timestamp: try #require(Timestamp(seconds: 1_700_000_000, nanoseconds: 5)),
            validatorAddress: set.validator(at: Int(index))?.address, validatorIndex: index,
            signature: Signature([UInt8](repeating: 0xCD, count: 64)))
    }

    private func state() throws -> RoundStateInformation {
        let none = VoteSetInformation(votes: [nil, nil, nil, nil], votedPower: 0, totalPower: 4)
        let some = VoteSetInformation(
            votes: [try vote(.prevote, by: 0), nil, try vote(.prevote, by: 2), try vote(.prevote, by: 3)],
            votedPower: 3,
            totalPower: 4)
        var state = RoundStateInformation(
            height: 6, round: 1, step: 4, startTime: .unixEpoch, commitTime: .zero, validators: set)
        state.votes = [.init(prevotes: none, precommits: none), .init(prevotes: some, precommits: none)]
        let block = try #require(chain.block(at: 5))
        state.proposed = .init(block: block, parts: block.partSet())
        state.lockedRound = 0
        state.locked = .init(block: block, parts: nil)
        return state
    }

    @Test("Votes are shown as lines, and who has voted as bits with the share of the power")
    func votes() throws {
        let text = "\(try state().json)"
        let address = Hex.uppercase(try #require(set.validator(at: 2)).address.bytes.prefix(6))
        #expect(
            text.contains(
                #""nil-Vote","Vote{2:\#(address) 6/01/SIGNED_MSG_TYPE_PREVOTE(Prevote) ABABABABABAB CDCDCDCDCDCD "#
                    + #"000000000000 @ 2023-11-14T22:13:20.000000005Z}""#))
        #expect(text.contains(#""prevotes_bit_array":"BA{4:x_xx} 3/4 = 0.75""#))
        #expect(text.contains(#""precommits_bit_array":"BA{4:____} 0/4 = 0.00""#))
        #expect(text.contains(#""proposal_block_parts":{"count/total":"1/1","parts_bit_array":"x"}"#))
        #expect(text.contains(#""locked_round":0,"locked_block":{"header""#))
        #expect(text.contains(#""locked_block_parts":null,"valid_round":-1,"valid_block":null"#))
        #expect(text.contains(#""last_commit":null,"last_validators":null,"triggered_timeout_precommit":false}"#))
    }

    @Test("The summary names hashes and the proposer")
    func summary() throws {
        let text = "\(try state().summaryJSON)"
        let hash = Hex.uppercase(try #require(chain.block(at: 5)?.hash).bytes)
        #expect(
            text.hasPrefix(
                #"{"height/round/step":"6/1/4","start_time":"1970-01-01T00:00:00Z","proposal_block_hash":"\#(hash)""#))
        #expect(text.contains(#""valid_block_hash":"""#))
        let proposer = try #require(set.proposer)
        let index = try #require(set.index(of: proposer.address))
        #expect(text.hasSuffix(#""proposer":{"address":"\#(proposer.address)","index":\#(index)}}"#))
    }

    @Test(
        "Shares are rounded as C and Go round them",
        arguments: [
            (1, 8, "0.12"), (3, 8, "0.38"), (1, 200, "0.01"), (3, 200, "0.01"), (1, 3, "0.33"), (2, 3, "0.67"),
            (25, 27, "0.93"), (4, 4, "1.00"), (0, 0, "NaN"),
        ])
    func shares(voted: Int64, total: Int64, text: String) throws {
        let votes = VoteSetInformation(votes: [], votedPower: VotingPower(voted), totalPower: VotingPower(total))
        #expect("\(votes.json)".contains("\(voted)/\(total) = \(text)"))
    }

    @Test("The last commit shows what peers say of it, in the order of their names")
    func majorities() throws {
        let votes = VoteSetInformation(
            votes: [], votedPower: 0, totalPower: 1, peerMajorities: [("b", .none), ("a", .none)])
        let none = #"{"hash":"","parts":{"total":0,"hash":""}}"#
        #expect("\(votes.json)".hasSuffix(#""peer_maj_23s":{"a":\#(none),"b":\#(none)}}"#))
    }

    @Test("Peers are shown with what they are believed to have")
    func peers() throws {
        var peer = PeerStateInformation(nodeAddress: "id@127.0.0.1:1")
        peer.prevotes = BitArray(count: 3) { $0 == 1 }
        peer.voteCount = 7
        let dispatcher = RPCDispatcher(view: ConsensusStub(state: try state(), peers: [peer, nil], chain: chain))
        let answer = dispatcher.plan(HTTPQuestion(method: "GET", target: "/dump_consensus_state", host: "")).answer()
        let text = String(decoding: answer.body, as: UTF8.self)
        let parts = [
            #""peers":[{"node_address":"id@127.0.0.1:1","peer_state":{"round_state":{"height":"0","round":-1,"step":0,"#,
            #""start_time":"0001-01-01T00:00:00Z","proposal":false,"proposal_block_part_set_header":{"total":0,"#,
            #""hash":""},"proposal_block_parts":null,"proposal_pol_round":-1,"proposal_pol":null,"#,
            #""prevotes":"_x_","precommits":null,"last_commit_round":-1,"last_commit":null,"#,
            #""catchup_commit_round":-1,"catchup_commit":null},"stats":{"votes":"7","block_parts":"0"}}},"#,
            #"{"node_address":"","peer_state":null}]}}"#,
        ]
        #expect(text.hasSuffix(parts.joined()))
    }
}
