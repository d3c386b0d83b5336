import ABCI
import Chain
import Cryptography
import Testing
import Wire

@Suite("Results and misbehavior")
struct ResultTests {
    @Test("Of a result only code, data and gas are hashed")
    func leaves() {
        let result = Samples.result
        #expect(
            LastResults.leaves([result])
                == [ExecTxResult(code: 3, data: [1], gasWanted: -1, gasUsed: 9).protobuf])
        #expect(LastResults.hash([]) == MerkleTree.emptyRoot)
    }

    @Test("CometBFT's hash of one result, and its proof")
    func hash() throws {
        let data = try #require(Base64.decode("kutJv0Gprg=="))
        let result = ExecTxResult(data: data, log: "log ignored", gasWanted: 63, gasUsed: 58, codespace: "ignored")
        #expect(Hex.lowercase(LastResults.leaves([result])[0]) == "120792eb49bf41a9ae283f303a")
        #expect(
            Hex.lowercase(LastResults.hash([result]).bytes)
                == "b3c3921e0ee68e8facbd464aaff43f95bf0a84561b33c25d45098f1679b34c51")
        let results = (0..<5).map { ExecTxResult(code: $0) }
        let (root, proofs) = LastResults.hashAndProofs(results)
        #expect(root == LastResults.hash(results))
        for (proof, leaf) in zip(proofs, LastResults.leaves(results)) { try proof.verify(root: root, leaf: leaf) }
    }

    @Test("One result is read from an answer's bytes")
    func oneResult() throws {
        let answer = ResponseFinalizeBlock(
            events: [Samples.event], txResults: [ExecTxResult(), Samples.result, ExecTxResult(code: 9)],
            appHash: AppHash([1]))
        for (index, result) in answer.txResults.enumerated() {
            #expect(try ResponseFinalizeBlock.txResult(at: index, in: ProtobufReader(answer.protobuf)) == result)
        }
        #expect(try ResponseFinalizeBlock.txResult(at: 3, in: ProtobufReader(answer.protobuf)) == nil)
        for length in answer.protobuf.indices {
            let cut = ProtobufReader(Array(answer.protobuf[..<length]))
            if let found = try? ResponseFinalizeBlock.txResult(at: 1, in: cut) { #expect(found == Samples.result) }
        }
    }

    @Test("An indexed result survives its bytes")
    func indexed() throws {
        let value = TxResult(height: 3, index: 4, tx: Transaction([5]), result: Samples.result)
        #expect(try TxResult(protobuf: value.protobuf) == value)
        #expect(Hex.lowercase(TxResult().protobuf) == "2200")
    }

    @Test("A validator's update survives its bytes, and one without a key is refused")
    func update() throws {
        #expect(try ValidatorUpdate(protobuf: Samples.update.protobuf) == Samples.update)
        let negative = ValidatorUpdate(pubKey: Samples.key, power: -4)
        #expect(try ValidatorUpdate(protobuf: negative.protobuf) == negative)
        #expect(throws: DecodingError.self) { try ValidatorUpdate(protobuf: [0x10, 1]) }
        #expect(throws: DecodingError.self) { try ValidatorUpdate(protobuf: [0x0a, 3, 0x0a, 1, 7]) }
    }

    @Test("Two votes are told as one misbehavior, an attack as one of each offender")
    func misbehavior() {
        let vote = Vote(
            type: .precommit, height: 10, round: 0, blockID: .none, timestamp: .zero,
            validatorAddress: Samples.address, validatorIndex: 0)
        let votes = Evidence.duplicateVote(
            DuplicateVoteEvidence(
                voteA: vote, voteB: vote, totalVotingPower: 100, validatorPower: 40, timestamp: Samples.time))
        #expect(
            votes.misbehavior == [
                Misbehavior(
                    type: .duplicateVote, validator: ABCIValidator(address: Samples.address, power: 40), height: 10,
                    time: Samples.time, totalVotingPower: 100)
            ])
    }

    @Test("An application that has no use for a call answers as CometBFT's base application does")
    func defaults() throws {
        struct Silent: Application {
            func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo { ResponseInfo() }
            mutating func finalizeBlock(
                _ request: RequestFinalizeBlock
            ) throws(ApplicationError) -> ResponseFinalizeBlock { ResponseFinalizeBlock() }
            mutating func commit() throws(ApplicationError) -> ResponseCommit { ResponseCommit() }
        }
        var application = Silent()
        let transactions = [3, 2, 1].map { Transaction([UInt8](repeating: 1, count: $0)) }
        let prepared = try application.prepareProposal(RequestPrepareProposal(maxTxBytes: 5, txs: transactions))
        #expect(prepared.txs == Array(transactions.prefix(2)))
        #expect(try application.prepareProposal(RequestPrepareProposal(maxTxBytes: 2, txs: transactions)).txs.isEmpty)
        #expect(try application.processProposal(RequestProcessProposal()).status == .accept)
        #expect(try application.verifyVoteExtension(RequestVerifyVoteExtension()).status == .accept)
        #expect(try application.checkTx(RequestCheckTx()) == ResponseCheckTx())
        #expect(try application.query(RequestQuery()) == ResponseQuery())
        #expect(try application.initChain(RequestInitChain()) == ResponseInitChain())
        #expect(application.stagedChanges.isEmpty)
    }
}
