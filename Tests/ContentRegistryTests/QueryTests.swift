import ABCI
import Chain
import ContentRegistry
import Cryptography
import MerkleMap
import Testing
import Transactions
import Wire

@Suite("Questions")
struct QueryTests {
    @Test("Today's question about a work has today's answer, also when there is none")
    func verifyContent() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        _ = try chain.deliver(alice.sign(register(alice, work(1))))
        func answer(_ index: Int) throws -> VerificationAnswer {
            let response = try chain.query(QueryPath.verifyContent, recordRequest(index))
            #expect(response.code == 0)
            return try VerificationAnswer(protobuf: response.value)
        }
        #expect(
            try answer(1)
                == VerificationAnswer(
                    isVerified: true, creator: ByteString(alice.address.text), license: "liberation_v1",
                    timestamp: chain.time.seconds))
        #expect(try answer(2) == VerificationAnswer())
        #expect(try chain.query(QueryPath.verifyContent).code == 18)
        #expect(try chain.query(QueryPath.record, recordRequest(2)).code == 1104)
        #expect(try chain.query("/no/such/path").code == 6)
        #expect(try chain.query(QueryPath.record, [0xff]).code == 18)
    }

    @Test("Lists come page by page, in the order of registration and the other way round", arguments: [false, true])
    func pages(isReversed: Bool) throws {
        var api = Wallet(1)
        let owners = [Wallet(2), Wallet(3)]
        var chain = try RegistryChain([api])
        for block in 0..<5 {
            let works = (0..<7).map { work(7 * block + $0, owner: owners[$0 % 2].address) }
            _ = try chain.deliver(api.sign(.registerBatch(MsgRegisterContentBatch(creator: api.address, works: works))))
        }
        func all(_ owner: ByteString, from height: UInt64 = 0) throws -> [ContentHash] {
            var hashes: [ContentHash] = []
            var request = RecordsRequest(
                owner: owner, page: PageRequest(limit: 4, isReversed: isReversed), fromHeight: height)
            repeat {
                let answer = try RecordsAnswer(protobuf: try chain.query(QueryPath.records, request.protobuf).value)
                #expect(answer.items.count <= 4)
                hashes += answer.items.map(\.contentHash)
                request.page.key = answer.page.nextKey
            } while !request.page.key.isEmpty && hashes.count < 100
            return isReversed ? hashes.reversed() : hashes
        }
        #expect(try all("") == (0..<35).map { contentHash($0) })
        #expect(try all("", from: 4) == (21..<35).map { contentHash($0) })
        #expect(
            try all(ByteString(owners[1].address.text)) == (0..<35).filter { $0 % 7 % 2 == 1 }.map { contentHash($0) })
        #expect(try all(ByteString(Wallet(9).address.text)) == [])
        #expect(try chain.query(QueryPath.recordsByOwner, RecordsRequest(owner: "daon1").protobuf).code == 7)
    }

    @Test("Entries of the state come with what proves them, at each of the last hundred heights")
    func proofs() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        var hashes: [AppHash] = []
        for index in 1...102 {
            _ = try chain.deliver(alice.sign(register(alice, work(index))))
            hashes.append(try chain.appHash)
        }
        let key = [1] + contentHash(50).hash.bytes
        for height: Int64 in [3, 49, 50, 102] {
            let response = try chain.query(QueryPath.stateEntry, key, height: Height(height), prove: true)
            #expect(response.value.isEmpty == (height < 50))
            #expect(response.height == Height(height))
            let proof = try #require(response.proofOps)
            let root = hashes[Int(height) - 1].bytes
            let path = "/x:\(Hex.uppercase(key))"
            if height < 50 {
                try MapProofOperator.runtime.verifyAbsence(at: path, root: root, proof: proof)
            } else {
                try MapProofOperator.runtime.verifyValue(response.value, at: path, root: root, proof: proof)
            }
        }
        #expect(try chain.query(QueryPath.stateEntry, key, height: 2).code == 26)
        #expect(try chain.query(QueryPath.stateEntry, key, height: 103).code == 26)
        #expect(try record(chain, 50, height: 60).revision == 1)
    }

    @Test("A projection can be rebuilt from the state: pages with a proof that nothing is left out")
    func ranges() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let works = (0..<60).map { work($0) }
        _ = try chain.deliver(alice.sign(.registerBatch(MsgRegisterContentBatch(creator: alice.address, works: works))))
        let root = try #require(Hash(try chain.appHash.bytes))
        var request = StateRangeRequest(lower: [1], upper: [2], limit: 25)
        var keys: [[UInt8]] = []
        var pages = 0
        while pages < 10 {
            let response = try chain.query(QueryPath.stateRange, request.protobuf)
            let range = KeyRange(from: request.lower, upTo: response.key.isEmpty ? [2] : response.key)
            keys += try RangeProof(protobuf: response.value).verify(root: root, range: range).map(\.key)
            pages += 1
            if response.key.isEmpty { break }
            request.lower = response.key
        }
        #expect(pages == 3)
        #expect(Set(keys) == Set((0..<60).map { [1] + contentHash($0).hash.bytes }))
        #expect(keys.count == 60)
    }

    @Test("A simulation tells the gas and the responses, whatever the signature, and changes nothing")
    func simulation() throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        let builder = TransactionBuilder(
            TransactionBody(messages: [register(alice, work(1))]), fee: Fee(gasLimit: 0))
        let unsigned = builder.unsigned(by: .secp256k1(alice.key.publicKey), sequence: 0)
        for field: Int32 in [1, 2] {
            var request = ProtobufWriter()
            request.bytes(field, unsigned)
            let response = try chain.query(QueryPath.simulate, request.bytes)
            #expect(response.code == 0)
            var answer = ProtobufReader(response.value)
            let field = try #require(try answer.nextField())
            var gas = try answer.message(field)
            let used = try #require(try gas.nextField())
            #expect(used.number == 2)
            #expect(try gas.uint64(used) == 60_000)
        }
        #expect(try chain.query(QueryPath.checkedSimulation, unsigned).code == 0)
        #expect(try statistics(chain).records == 0)
        let wrong = builder.unsigned(by: .secp256k1(alice.key.publicKey), sequence: 1)
        let refused = try chain.query(QueryPath.checkedSimulation, wrong)
        #expect(refused.code == 32)
        #expect(refused.value.isEmpty)
    }
}
