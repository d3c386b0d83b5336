import JSON
import Testing
import Transactions
import Wire

@Suite("Values of messages")
struct ValueTests {
    @Test("An address has one text, and the wrong ones say what is wrong")
    func addresses() throws {
        let account = try Samples.account()
        #expect(try AccountAddress(ByteString(account.text)) == account)
        #expect(account.text.utf8.count == AccountAddress.textSize)
        #expect(
            try AccountAddress(ByteString(account.operatorText), prefix: AccountAddress.operatorPrefix) == account)
        let cases: [(String, String)] = [
            (account.text.uppercased(), "lower case"), (account.operatorText, "daonvaloper1"), ("", "empty address"),
            (String(account.text.dropLast()), "checksum"), ("alice@example.org", "expected daon1"),
        ]
        for (text, words) in cases {
            do {
                _ = try AccountAddress(ByteString(text))
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == 7 && error.log.contains(words), "\(error.log)")
            }
        }
    }

    @Test(
        "Only sha256: and 64 digits in lower case are a content hash",
        arguments: [
            "", "sha256:", String(repeating: "a", count: 64), "sha256:" + String(repeating: "A", count: 64),
            "sha256:" + String(repeating: "a", count: 63), "sha256:" + String(repeating: "a", count: 65),
            "sha256:" + String(repeating: "g", count: 64), "SHA256:" + String(repeating: "a", count: 64),
            "sha256:" + String(repeating: "à", count: 32),
        ])
    func hashes(text: String) throws {
        do {
            _ = try ContentHash(ByteString(text))
            Issue.record("taken")
        } catch {
            #expect(error.code == 1101 && error.codespace == "contentregistry")
        }
    }

    @Test("Licences are the registry's names, or custom up to 1000 bytes")
    func licenses() throws {
        for name in License.originalNames { #expect(try !License(ByteString(name)).isNew) }
        for name in License.newNames { #expect(try License(ByteString(name)).isNew) }
        #expect(throws: Never.self) { try License(ByteString("custom:" + String(repeating: "x", count: 993))) }
        for text in ["", "CC_BY", "cc-by", "custom", "custom:" + String(repeating: "x", count: 994)] {
            do {
                _ = try License(ByteString(text))
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == 1103)
            }
        }
    }

    @Test(
        "A licensing address is https with a host",
        arguments: [
            "http://a.b", "https://", "https:///x", "https://a b", "https://u:p@evil", "javascript:alert(1)",
            "https://a/\"x", "https://é.fr", "HTTPS://a", "https://:80", "https://a/<", " https://a",
            "https://a/" + String(repeating: "x", count: 503),
        ])
    func licensingAddresses(text: String) {
        #expect(throws: TransactionError.self) { try LicensingURI(ByteString(text)) }
    }

    @Test("Licensing addresses up to 512 bytes are taken")
    func goodLicensingAddresses() throws {
        for text in ["https://a", "https://a:8443/x?y#z", "https://a/" + String(repeating: "x", count: 502)] {
            #expect(try LicensingURI(ByteString(text)).text == ByteString(text))
        }
    }

    @Test("Coins are an amount and a denomination of the Cosmos SDK")
    func coins() throws {
        #expect(try Coin("1000stake") == .stake(1000))
        #expect(try Coin("1ibc/ABC-d:e._").description == "1ibc/ABC-d:e._")
        for text in ["", "stake", "1", "1st", "-1stake", "01stake", "1 stake", "1.5stake", "1stäke", "1/ab"] {
            #expect(throws: TransactionError.self) { try Coin(ByteString(text)) }
        }
    }

    @Test("Fractions are decimal in JSON and integers of 10^-18 on the wire")
    func fractions() throws {
        let tenth = try #require(Fraction(decimal: "0.1"))
        #expect(tenth.wireText == "100000000000000000" && tenth.description == "0.100000000000000000")
        #expect(Fraction(decimal: "1.000000000000000000")?.description == "1.000000000000000000")
        #expect(Fraction(wire: "0") == Fraction(decimal: "0"))
        for text in ["", ".1", "1.", "1.1", "0.0000000000000000001", "-0.1", "1e-1", "00.1", "0.1.1", "99"] {
            #expect(Fraction(decimal: ByteString(text)) == nil, "\(text)")
        }
    }

    @Test("Messages that register tell whether they say what today's clients cannot")
    func newness() throws {
        let one = try Samples.account()
        let old = Work(contentHash: Samples.hash(), license: try License("cc_by"), platform: "api")
        #expect(!MsgRegisterContent(creator: one, work: old).isNew)
        var new = old
        new.contentKind = .text
        #expect(MsgRegisterContent(creator: one, work: new).isNew)
        let transfer = MsgTransferOwnership(creator: one, contentHash: Samples.hash(), newOwner: one)
        #expect(!transfer.isNew)
    }

    @Test("Terms of messages are checked with their codes")
    func terms() throws {
        let one = try Samples.account()
        let base = RegistryMessage.register(MsgRegisterContent(creator: one, work: try Samples.work()))
        let good = try TransactionJSON.json(Samples.transaction([base])).description
        let changes: [(String, String, UInt32)] = [
            ("\"hash_only\"", "\"hash\"", 1108), ("\"contact_required\"", "\"maybe\"", 1108),
            ("cc_by_nd", "cc-by-nd", 1103), ("sha256:", "sha512:", 1101), (one.text, "daon1x", 1100),
            ("https://", "http://", 1108), ("\"api\"", "\"\(String(repeating: "x", count: 129))\"", 1108),
        ]
        for (old, new, code) in changes {
            let text = good.replacing(old, with: new)
            #expect(text != good)
            do {
                _ = try SignedTransaction(TransactionJSON.bytes(try JSONValue(parsing: Array(text.utf8))))
                Issue.record("\(new) was taken")
            } catch let error as TransactionError {
                #expect(error.code == code, "\(error)")
            }
        }
    }
}
