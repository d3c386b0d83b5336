import Cryptography
import Testing
import Wire

@Suite("Bech32")
struct Bech32Tests {
    @Test(
        "The valid texts of BIP-173 are read, and written again in lower case",
        arguments: [
            "A12UEL5L",
            "a12uel5l",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
            "11" + String(repeating: "q", count: 82) + "c8247j",
            "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
            "?1ezyfcl",
        ])
    func valid(text: String) throws {
        let (prefix, groups) = try Bech32.decodeGroups(text)
        #expect(try Bech32.encode(prefix: prefix, groups: groups) == text.lowercased())
    }

    @Test(
        "The invalid texts of BIP-173 are refused, each for its reason",
        arguments: [
            ("\u{20}1nwldj5", .character(0x20)),
            ("\u{7f}1axkwrx", .character(0x7f)),
            ("\u{80}1eym55h", .character(0xc2)),
            (
                "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
                .length(91)
            ),
            ("pzry9x0s0muk", .noSeparator),
            ("1pzry9x0s0muk", .prefix),
            ("x1b4n0q5v", .character(UInt8(ascii: "b"))),
            ("li1dgmt3", .length(8)),
            ("de1lg7wt\u{ff}", .character(0xc3)),
            ("A1G7SGD8", .checksum),
            ("10a06t8", .prefix),
            ("1qzzfhee", .prefix),
            ("A12UEl5L", .mixedCase),
            ("a12uel5m", .checksum),
            ("", .noSeparator),
        ] as [(String, Bech32Error)])
    func invalid(text: String, reason: Bech32Error) {
        #expect(throws: reason) { try Bech32.decodeGroups(text) }
        #expect(throws: reason) { try Bech32.decode(text) }
    }

    @Test("Bytes of any count come back, in upper case too", arguments: 0...45)
    func roundTrip(count: Int) throws {
        var generator = SeededGenerator(state: UInt64(count))
        let bytes = generator.bytes(count)
        let text = try Bech32.encode(prefix: "cosmos", bytes: bytes)
        for text in [text, text.uppercased()] {
            let decoded = try Bech32.decode(text)
            #expect(decoded.prefix == "cosmos" && decoded.bytes == bytes)
        }
    }

    @Test("One changed character is always noticed")
    func changes() throws {
        let text = Array(try Bech32.encode(prefix: "daon", bytes: Array(0..<20)).utf8)
        for place in text.indices {
            for character in "qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8 where character != text[place] {
                var changed = text
                changed[place] = character
                #expect(throws: Bech32Error.self) { try Bech32.decode(String(decoding: changed, as: UTF8.self)) }
            }
        }
    }

    @Test("An address of twenty bytes has the text that wallets show")
    func address() throws {
        // BIP-173's example of a version 0 witness program, without its version.
        let groups = try Bech32.decodeGroups("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4").groups
        let text = try Bech32.encode(prefix: "bc", groups: Array(groups.dropFirst()))
        #expect(try Bech32.decode(text).bytes == bytes("751e76e8199196d454941c45d1b3a323f1433bd6"))
    }

    @Test("Padding that is set, or a whole group of it, is refused")
    func padding() throws {
        #expect(throws: Bech32Error.padding) {
            try Bech32.decode(try Bech32.encode(prefix: "a", groups: [0, 1]))
        }
        #expect(throws: Bech32Error.padding) {
            try Bech32.decode(try Bech32.encode(prefix: "a", groups: [0, 0, 0]))
        }
        #expect(throws: Bech32Error.padding) { try Bech32.decode(try Bech32.encode(prefix: "a", groups: [0])) }
    }

    @Test("What cannot be written is refused")
    func unwritable() {
        #expect(throws: Bech32Error.prefix) { try Bech32.encode(prefix: "", bytes: []) }
        #expect(throws: Bech32Error.character(UInt8(ascii: "A"))) { try Bech32.encode(prefix: "A", bytes: []) }
        #expect(throws: Bech32Error.character(0x20)) { try Bech32.encode(prefix: "a b", bytes: []) }
        #expect(throws: Bech32Error.group(32)) { try Bech32.encode(prefix: "a", groups: [32]) }
        #expect(throws: Bech32Error.length(104)) {
            try Bech32.encode(prefix: "a", bytes: [UInt8](repeating: 0, count: 60))
        }
    }

    @Test("A longer text is read where the caller allows it")
    func longer() throws {
        let bytes = [UInt8](repeating: 7, count: 100)
        let text = try Bech32.encode(prefix: "a", bytes: bytes, lengthMaximum: Bech32.cosmosLengthMaximum)
        #expect(throws: Bech32Error.length(text.utf8.count)) { try Bech32.decode(text) }
        #expect(try Bech32.decode(text, lengthMaximum: Bech32.cosmosLengthMaximum).bytes == bytes)
    }
}
