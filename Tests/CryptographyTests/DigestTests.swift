import Cryptography
import Testing
import Wire

@Suite("Digests")
struct DigestTests {
    @Test(
        "SHA-256 gives the digests of FIPS 180-4's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(text: String, digest: String) throws {
        #expect(SHA256.hash(Array(text.utf8)).bytes == (try bytes(digest)))
        #expect(Array(text.utf8).withUnsafeBytes { SHA256.hash($0) } == SHA256.hash(Array(text.utf8)))
    }

    @Test("A message in pieces has the digest of the whole, wherever it is cut")
    func pieces() {
        var generator = SeededGenerator(state: 2)
        let message = generator.bytes(200)
        let whole = SHA256.hash(message)
        for cut in 0...message.count {
            var hasher = SHA256()
            hasher.update(Array(message[..<cut]))
            #expect(cut == message.count || hasher.finalize() != whole)
            hasher.update(Array(message[cut...]))
            #expect(hasher.finalize() == whole)
        }
    }

    @Test("A copy of a digest under way goes on by itself")
    func copies() {
        var first = SHA256()
        first.update(Array("ab".utf8))
        var second = first
        first.update(UInt8(ascii: "c"))
        second.update(UInt8(ascii: "d"))
        #expect(first.finalize() == SHA256.hash(Array("abc".utf8)))
        #expect(second.finalize() == SHA256.hash(Array("abd".utf8)))
    }

    @Test(
        "RIPEMD-160 gives the digests its authors published",
        arguments: [
            ("", "9c1185a5c5e9fc54612808977ee8f548b2258d31"),
            ("a", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"),
            ("abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
            ("message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36"),
            ("abcdefghijklmnopqrstuvwxyz", "f71c27109c692c1b56bbdceb5b9d2865b3708dbc"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "12a053384a9c0c88e405a06c27dcf49ada62eb2b"),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "b0e20b6e3116640286ed3a87a5713079b21f5189"
            ),
            (String(repeating: "1234567890", count: 8), "9b752e45573d4b39f4dbd3323cab82bf63326bfb"),
        ])
    func ripemd(text: String, digest: String) throws {
        #expect(RIPEMD160.hash(Array(text.utf8)).bytes == (try bytes(digest)))
    }

    @Test("A hash has 32 bytes, keeps them, prints them in upper case and orders by them")
    func hashes() throws {
        let counting = Array(UInt8(0)..<32)
        let hash = try #require(Hash(counting))
        #expect(hash.bytes == counting)
        #expect(hash.withUnsafeBytes { Array($0) } == counting)
        #expect(hash.description == "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")
        #expect(Hash([]) == nil)
        #expect(Hash([UInt8](repeating: 0, count: 31)) == nil)
        #expect(Hash([UInt8](repeating: 0, count: 33)) == nil)
        for place in 0..<32 {
            var larger = counting
            larger[place] += 1
            let other = try #require(Hash(larger))
            #expect(hash < other && other != hash)
        }
        #expect(Hash?.none.bytes == [])
    }

    @Test("An address has 20 bytes and orders by them")
    func addresses() throws {
        let address = try #require(Address([UInt8](repeating: 1, count: 20)))
        #expect(Address([UInt8](repeating: 1, count: 19)) == nil)
        #expect(try address < #require(Address([UInt8](repeating: 2, count: 20))))
        let digest = SHA256.hash([])
        #expect(Address(truncating: digest).bytes == Array(digest.bytes.prefix(20)))
    }
}
