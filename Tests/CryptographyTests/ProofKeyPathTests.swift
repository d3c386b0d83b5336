import Cryptography
import Testing
import Wire

@Suite("Key paths")
struct ProofKeyPathTests {
    @Test("A path of keys in both encodings is written as CometBFT writes it and read back")
    func example() throws {
        var path = ProofKeyPath()
        path.append(Array("App".utf8), as: .url)
        path.append(Array("IBC".utf8))
        path.append([1, 2, 3], as: .hexadecimal)
        #expect(path.text == "/App/IBC/x:010203")
        #expect(try ProofKeyPath(parsing: path.text) == path)
    }

    @Test("Every byte survives either encoding")
    func allBytes() throws {
        for byte in UInt8.min...UInt8.max {
            var path = ProofKeyPath()
            path.append([byte], as: .url)
            path.append([byte, byte], as: .hexadecimal)
            #expect(try ProofKeyPath(parsing: path.text).keys == [[byte], [byte, byte]])
        }
    }

    @Test("What Go's url.PathEscape leaves alone is left alone")
    func plain() {
        var path = ProofKeyPath()
        path.append(Array("aZ09-_.~$&+=:@ /;,?%\u{e9}".utf8))
        #expect(path.text == "/aZ09-_.~$&+=:@%20%2F%3B%2C%3F%25%C3%A9")
    }

    @Test(
        "Parts between slashes are keys, also empty ones",
        arguments: [
            ("/", [""]), ("//", ["", ""]), ("/a/", ["a", ""]), ("/a+b", ["a+b"]), ("/x:", [""]), ("/X:6b", ["X:6b"]),
        ])
    func parts(text: String, keys: [String]) throws {
        #expect(try ProofKeyPath(parsing: text).keys == keys.map { Array($0.utf8) })
    }

    @Test(
        "A path that says nothing is refused in CometBFT's words",
        arguments: [
            ("", "key path string must start with a forward slash '/'"),
            ("a/b", "key path string must start with a forward slash '/'"),
            ("/a/x:0", "decoding hex-encoded part #1: /x:0: encoding/hex: odd length hex string"),
            ("/x:0g", "decoding hex-encoded part #0: /x:0g: encoding/hex: invalid byte: U+0067 'g'"),
            ("/%", "decoding url-encoded part #0: /%: invalid URL escape \"%\""),
            ("/a%2", "decoding url-encoded part #0: /a%2: invalid URL escape \"%2\""),
            ("/a%zzb", "decoding url-encoded part #0: /a%zzb: invalid URL escape \"%zz\""),
        ])
    func refusals(text: String, message: String) {
        do throws(ProofError) {
            let path = try ProofKeyPath(parsing: text)
            Issue.record("read \(path)")
        } catch {
            #expect(error.description == message)
        }
    }
}
