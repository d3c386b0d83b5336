import Chain
import Cryptography
import Testing
import Transactions
import Wire

@Suite("Strict decoding")
struct StrictDecodingTests {
    @Test("Every message comes back from its transaction as it was, and from JSON with the same bytes")
    func roundTrip() throws {
        for message in try Samples.messages() {
            let bytes = try Samples.transaction([message])
            let decoded = try SignedTransaction(bytes)
            #expect(decoded.body.messages == [message])
            #expect(decoded.body.protobuf == decoded.bodyBytes)
            #expect(decoded.authentication.protobuf == decoded.authenticationBytes)
            #expect(decoded.hash == SHA256.hash(bytes) && decoded.size == bytes.count)
            #expect(try TransactionJSON.bytes(TransactionJSON.json(bytes)) == bytes)
        }
    }

    @Test("A transaction that ends early is refused at every length")
    func truncation() throws {
        let bytes = try Samples.transaction(try Samples.messages())
        for length in 0..<bytes.count {
            #expect(throws: TransactionError.self) { try SignedTransaction(Array(bytes[..<length])) }
        }
    }

    @Test("A change of one bit is refused, or what is signed has changed, or the signature")
    func changes() throws {
        let bytes = try Samples.transaction([try Samples.messages()[0]])
        let original = try SignedTransaction(bytes)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                guard let decoded = try? SignedTransaction(changed) else { continue }
                #expect(
                    decoded.bodyBytes != original.bodyBytes
                        || decoded.authenticationBytes != original.authenticationBytes
                        || decoded.signatures != original.signatures)
                #expect(throws: TransactionError.self) {
                    try decoded.verified(chainID: Samples.chainID, accountNumbers: [7])
                }
            }
        }
    }

    @Test("Random bytes never trap and never pass", arguments: 0..<20)
    func random(seed: Int) {
        var generator = SplitMix64(state: UInt64(seed))
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            #expect(throws: TransactionError.self) { try SignedTransaction(bytes) }
        }
    }

    @Test("Random changes of a good transaction never trap", arguments: 0..<10)
    func mutations(seed: Int) throws {
        var generator = SplitMix64(state: UInt64(seed))
        let good = try Samples.transaction(try Samples.messages())
        for _ in 0..<300 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                if Bool.random(using: &generator) {
                    bytes[index] = UInt8.random(in: 0...255, using: &generator)
                } else {
                    bytes.remove(at: index)
                }
            }
            guard bytes != good, let decoded = try? SignedTransaction(bytes) else { continue }
            #expect(throws: TransactionError.self) {
                try decoded.verified(chainID: Samples.chainID, accountNumbers: [7])
            }
        }
    }

    /// The raw transaction of a body, with the first account's authentication and a signature of the right form.
    private func raw(body: [UInt8], authentication: [UInt8]? = nil, signatures: Int = 1) throws -> [UInt8] {
        let good = try SignedTransaction(Samples.transaction([try Samples.messages()[0]]))
        return Fields().adding { writer in
            writer.bytes(1, body)
            writer.bytes(2, authentication ?? good.authenticationBytes)
            for _ in 0..<signatures { writer.element(3, good.signatures[0].bytes) }
        }.bytes
    }

    private func refusal(_ bytes: [UInt8], for purpose: SignedTransaction.Purpose = .execution) -> TransactionError? {
        do {
            _ = try SignedTransaction(bytes, for: purpose)
            return nil
        } catch {
            return error
        }
    }

    private func any(_ fields: Fields, _ typeURL: ByteString = MsgSend.typeURL) -> [UInt8] {
        Fields().adding { writer in
            writer.message(1) { any in
                any.string(1, typeURL)
                any.bytes(2, fields.bytes)
            }
        }.bytes
    }

    private func send() throws -> Fields {
        let message = MsgSend(sender: try Samples.account(1), recipient: try Samples.account(2), amount: [.stake(5)])
        return Fields().adding { message.encode(into: &$0) }
    }

    @Test("The body of these tests is taken when nothing is wrong with it")
    func control() throws {
        #expect(refusal(try raw(body: any(try send()))) == nil)
    }

    @Test("Unknown fields are refused in every message, critical or not")
    func unknownFields() throws {
        let inMessage = try raw(body: any(try send().adding { $0.uint64(9, 1) }))
        let inBody = try raw(body: any(try send()) + Fields().adding { $0.string(2000, "x") }.bytes)
        let inCoin = try raw(
            body: any(
                Fields().adding { writer in
                    writer.string(1, ByteString(AccountAddress.prefix))
                    writer.message(3) { coin in
                        coin.string(1, "stake")
                        coin.string(2, "1")
                        coin.string(3, "x")
                    }
                }))
        let inRaw = try raw(body: any(try send())) + [0x22, 0]
        for bytes in [inMessage, inBody, inCoin, inRaw] {
            let error = refusal(bytes)
            #expect(error?.reason == .parse && error?.log.contains("unknown field") == true)
        }
    }

    @Test("A second value of a singular field is refused")
    func duplicates() throws {
        let twice = try raw(body: any(try send().adding { $0.string(1, ByteString("x")) }))
        #expect(refusal(twice)?.log.contains("occurs twice") == true)
        let memos = Fields().adding { writer in
            writer.string(2, "a")
            writer.string(2, "b")
        }
        #expect(refusal(try raw(body: any(try send()) + memos.bytes))?.log.contains("occurs twice") == true)
    }

    @Test(
        "Varints in a longer form, too large or cut off are refused",
        arguments: [
            [0x18, 0x81, 0x00], [0x18, 0x80, 0x80, 0x00], [0x98, 0x00, 0x01],
            [0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x18, 0x80], [0x18],
            [0x12, 0x81, 0x00, 0x61],
        ] as [[UInt8]])
    func varints(field: [UInt8]) throws {
        #expect(refusal(try raw(body: any(try send()) + field))?.reason == .parse)
    }

    @Test(
        "Wrong wire types, groups and bools above one are refused",
        arguments: [
            [0x1a, 0x01, 0x01], [0x19, 0, 0, 0, 0, 0, 0, 0, 0], [0x1d, 0, 0, 0, 0], [0x1b, 0x1c], [0x10, 0x01],
            [0x20, 0x02],
            [0x04], [0x00],
        ] as [[UInt8]])
    func wireTypes(field: [UInt8]) throws {
        #expect(refusal(try raw(body: any(try send()) + field))?.reason == .parse)
    }

    @Test("Text that is not UTF-8 is refused")
    func text() throws {
        for bytes: [UInt8] in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]] {
            let memo = Fields().adding { $0.bytes(2, bytes) }.bytes
            #expect(refusal(try raw(body: any(try send()) + memo))?.log.contains("not UTF-8") == true)
        }
    }

    @Test("The raw transaction has one form alone: no other order, no empty fields")
    func rawForm() throws {
        let body = any(try send())
        let good = try SignedTransaction(try raw(body: body))
        let swapped = Fields().adding { writer in
            writer.bytes(2, good.authenticationBytes)
            writer.bytes(1, good.bodyBytes)
            writer.element(3, good.signatures[0].bytes)
        }
        #expect(refusal(swapped.bytes)?.log.contains("out of order") == true)
        let empty = Fields().adding { writer in
            writer.element(1, [])
            writer.bytes(2, good.authenticationBytes)
            writer.element(3, good.signatures[0].bytes)
        }
        #expect(refusal(empty.bytes)?.log.contains("out of order") == true)
        #expect(refusal([])?.reason == .parse)
        #expect(refusal([UInt8](repeating: 0, count: SignedTransaction.sizeMaximum + 1))?.reason == .tooLarge)
    }

    @Test("Body and authentication may have their fields in any order, because they are signed as they are")
    func order() throws {
        let body = Fields().adding { $0.string(2, "memo") }.bytes + any(try send())
        let decoded = try SignedTransaction(try raw(body: body))
        #expect(decoded.body.memo == "memo" && decoded.bodyBytes == body)
    }

    @Test("Signers, signatures and keys must be the messages' own")
    func signers() throws {
        let body = any(try send())
        #expect(refusal(try raw(body: body, signatures: 2))?.reason == .unauthorized)
        #expect(refusal(try raw(body: body, signatures: 0))?.reason == .unauthorized)
        let other = Authentication(
            signers: [SignerInformation(publicKey: .secp256k1(try Samples.key(2).publicKey), sequence: 0)],
            fee: Fee(gasLimit: 1))
        #expect(refusal(try raw(body: body, authentication: other.protobuf))?.reason == .invalidPublicKey)
        let none = Authentication(signers: [], fee: Fee(gasLimit: 1))
        #expect(refusal(try raw(body: body, authentication: none.protobuf, signatures: 0))?.reason == .unauthorized)
    }

    @Test("Sign modes other than direct, missing keys and missing fees are refused; a simulation needs no mode")
    func authentication() throws {
        let key = try Samples.key(1).publicKey
        let make = { (mode: UInt64, hasKey: Bool, hasFee: Bool) in
            Fields().adding { writer in
                writer.message(1) { signer in
                    if hasKey { signer.publicKey(1, .secp256k1(key)) }
                    signer.message(2) { info in info.message(1) { $0.uint64(1, mode) } }
                }
                if hasFee { writer.message(2) { $0.uint64(2, 5) } }
            }.bytes
        }
        let body = any(try send())
        #expect(refusal(try raw(body: body, authentication: make(1, true, true))) == nil)
        #expect(refusal(try raw(body: body, authentication: make(127, true, true)))?.reason == .unauthorized)
        let modeless = try raw(body: body, authentication: make(0, true, true))
        #expect(refusal(modeless)?.reason == .unauthorized)
        #expect(refusal(modeless, for: .simulation) == nil)
        #expect(refusal(try raw(body: body, authentication: make(1, false, true)))?.reason == .invalidPublicKey)
        #expect(refusal(try raw(body: body, authentication: make(1, true, false)))?.reason == .insufficientFee)
    }

    @Test("What a body may not be has the SDK's codes")
    func bodies() throws {
        let body = any(try send())
        let adding = { (change: (inout ProtobufWriter) -> Void) throws in
            refusal(try raw(body: body + Fields().adding(change).bytes))?.code
        }
        #expect(refusal(try raw(body: Fields().adding { $0.string(2, "x") }.bytes))?.code == 18)
        #expect(try adding { $0.bytes(2, [UInt8](repeating: 97, count: 257)) } == 12)
        #expect(try adding { $0.bytes(2, [UInt8](repeating: 97, count: 256)) } == nil)
        #expect(try adding { $0.message(1023) { $0.string(1, "/x.Y") } } == 31)
        #expect(try adding { $0.message(2047) { $0.string(1, "/x.Y") } } == 31)
        #expect(try adding { $0.bool(4, true) } == 18)
        #expect(refusal(try raw(body: any(Fields(), "/ibc.core.MsgX")))?.code == 2)
        let hundred = (0..<101).flatMap { _ in body }
        #expect(refusal(try raw(body: hundred))?.code == 18)
    }

    @Test("An unordered transaction has sequence zero and a timeout")
    func unordered() throws {
        let make = { (sequence: UInt64) in
            TransactionBuilder(
                TransactionBody(
                    messages: [try Samples.messages()[0]], isUnordered: true, timeoutTimestamp: .latest),
                fee: Fee(gasLimit: 1)
            ).signed(by: try Samples.key(), chainID: Samples.chainID, accountNumber: 1, sequence: sequence)
        }
        let decoded = try SignedTransaction(try make(0))
        #expect(decoded.body.isUnordered && decoded.body.timeoutTimestamp == .latest)
        #expect(refusal(try make(1))?.code == 18)
    }
}
