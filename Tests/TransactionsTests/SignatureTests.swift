import Chain
import Cryptography
import Testing
import Transactions
import Wire

@Suite("Signatures")
struct SignatureTests {
    @Test("A signature holds for its chain and account number alone")
    func verification() throws {
        let decoded = try SignedTransaction(try Samples.transaction([try Samples.messages()[0]]))
        let verified = try decoded.verified(chainID: Samples.chainID, accountNumbers: [7])
        #expect(verified.accountNumbers == [7] && verified.transaction.hash == decoded.hash)
        for (chainID, numbers) in [("daon-test", [8]), ("daon-tesu", [7]), ("daon-test", []), ("daon-test", [7, 7])] {
            do {
                _ = try decoded.verified(
                    chainID: .init(ByteString(chainID)), accountNumbers: numbers.map { UInt64($0) })
                Issue.record("verified for \(chainID) and \(numbers)")
            } catch {
                #expect(error.code == 4 && error.codespace == "sdk")
            }
        }
    }

    @Test("The refusal names account number, sequence and chain, as Cosmos clients look for it")
    func words() throws {
        let decoded = try SignedTransaction(try Samples.transaction([try Samples.messages()[0]]))
        #expect(
            throws: TransactionError(
                .unauthorized,
                "signature verification failed; please verify account number (9), sequence (3) and chain-id (daon-test)"
                    + ": unauthorized")
        ) { try decoded.verified(chainID: Samples.chainID, accountNumbers: [9]) }
    }

    @Test("The same signature with S in the upper half is refused")
    func upperHalf() throws {
        let good = try SignedTransaction(try Samples.transaction([try Samples.messages()[0]]))
        let order = try #require(Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"))
        var s = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(good.signatures[0].bytes[32 + index]) - borrow
            borrow = difference < 0 ? 1 : 0
            s[index] = UInt8(difference & 0xff)
        }
        let bytes = Fields().adding { writer in
            writer.bytes(1, good.bodyBytes)
            writer.bytes(2, good.authenticationBytes)
            writer.element(3, Array(good.signatures[0].bytes[..<32]) + s)
        }.bytes
        #expect(throws: TransactionError.self) { try SignedTransaction(bytes) }
        #expect(throws: Never.self) { try SignedTransaction(bytes, for: .simulation) }
    }

    @Test("Ed25519 keys sign transactions too")
    func ed25519() throws {
        let key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32)))
        let account = AccountAddress(.ed25519(key.publicKey))
        let body = TransactionBody(messages: [
            .send(MsgSend(sender: account, recipient: try Samples.account(), amount: [.stake(1)]))
        ])
        let bytes = TransactionBuilder(body, fee: Fee(gasLimit: 1)).signed(
            by: key, chainID: Samples.chainID, accountNumber: 0, sequence: 0)
        let decoded = try SignedTransaction(bytes)
        #expect(decoded.signers == [account])
        #expect(throws: Never.self) { try decoded.verified(chainID: Samples.chainID, accountNumbers: [0]) }
    }

    @Test("A simulation takes an empty signature, execution and verification do not")
    func simulation() throws {
        let body = TransactionBody(messages: [try Samples.messages()[0]])
        let bytes = TransactionBuilder(body, fee: Fee(gasLimit: 0)).unsigned(
            by: .secp256k1(try Samples.key().publicKey), sequence: 0)
        #expect(throws: TransactionError.self) { try SignedTransaction(bytes) }
        let decoded = try SignedTransaction(bytes, for: .simulation)
        #expect(throws: TransactionError.self) {
            try decoded.verified(chainID: Samples.chainID, accountNumbers: [0])
        }
    }
}
