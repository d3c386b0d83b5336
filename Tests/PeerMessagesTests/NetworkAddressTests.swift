import Cryptography
import PeerMessages
import Testing
import Wire

private let id = "a366373e389c8b955fe9196d5d21eb246880835c"

@Suite("Addresses of nodes")
struct NetworkAddressTests {
    /// An address that is read, and what CometBFT says of it.
    struct Readable: Sendable {
        let input: String
        var text: String?
        var isLocal = false
        var isRoutable = false
        var isValid = true
        let protobuf: String
    }

    static let readable: [Readable] = [
        Readable(
            input: "\(id)@127.0.0.1:26656", isLocal: true,
            protobuf: "0a286133363633373365333839633862393535666539313936643564323165623234363838303833356312093132372e"
                + "302e302e3118a0d001"),
        Readable(
            input: "\(id)@1.2.3.4:0", isRoutable: true,
            protobuf: "0a28613336363337336533383963386239353566653931393664356432316562323436383830383335631207312e32"
                + "2e332e34"),
        Readable(
            input: "tcp://\(id)@8.8.8.8:26656", text: "\(id)@8.8.8.8:26656", isRoutable: true,
            protobuf: "0a28613336363337336533383963386239353566653931393664356432316562323436383830383335631207382e38"
                + "2e382e3818a0d001"),
        Readable(
            input: "\(id)@[::1]:26656", isLocal: true,
            protobuf: "0a286133363633373365333839633862393535666539313936643564323165623234363838303833356312033a3a3118"
                + "a0d001"),
        Readable(
            input: "\(id.uppercased())@1.2.3.4:80", isRoutable: true,
            protobuf: "0a28413336363337334533383943384239353546453931393644354432314542323436383830383335431207312e322e"
                + "332e341850"),
        Readable(
            input: "\(id)@0.0.0.0:1", isLocal: true, isValid: false,
            protobuf: "0a28613336363337336533383963386239353566653931393664356432316562323436383830383335631207302e302e"
                + "302e301801"),
        Readable(
            input: "\(id)@[2001:db8::1]:5", isValid: false,
            protobuf: "0a28613336363337336533383963386239353566653931393664356432316562323436383830383335631"
                + "20b323030313a6462383a3a311805"),
    ]

    @Test("An address is read, printed, judged and encoded as by CometBFT", arguments: readable)
    func read(_ expected: Readable) throws {
        let address = try NetworkAddress(parsing: ByteString(expected.input))
        #expect(address.description == expected.text ?? expected.input)
        #expect(address.isLocal == expected.isLocal)
        #expect(address.isRoutable == expected.isRoutable)
        #expect((try? address.validate()) != nil || !expected.isValid)
        #expect(Hex.lowercase(address.protobuf) == expected.protobuf)
        #expect(try NetworkAddress(protobuf: address.protobuf) == address)
    }

    @Test(
        "A text that is no address is refused in CometBFT's words",
        arguments: [
            ("127.0.0.1:26656", "address (127.0.0.1:26656) does not contain ID"),
            ("", "address () does not contain ID"),
            ("a@b@c", "address (a@b@c) does not contain ID"),
            ("@1.2.3.4:80", "invalid address (@1.2.3.4:80): no ID"),
            ("\(id)@:26656", "invalid address (:26656): host is empty"),
            ("xyz@1.2.3.4:80", "invalid address (xyz@1.2.3.4:80): encoding/hex: invalid byte: U+0078 'x'"),
            ("abc@1.2.3.4:80", "invalid address (abc@1.2.3.4:80): encoding/hex: odd length hex string"),
            ("a\u{1}@1.2.3.4:80", "invalid address (a\u{1}@1.2.3.4:80): encoding/hex: invalid byte: U+0001"),
            ("abcd@1.2.3.4:80", "invalid address (abcd@1.2.3.4:80): invalid hex length - got 2, expected 20"),
            ("\(id)@1.2.3.4", "invalid address (1.2.3.4): address 1.2.3.4: missing port in address"),
            ("\(id)@::1:80", "invalid address (::1:80): address ::1:80: too many colons in address"),
            ("\(id)@[::1:80", "invalid address ([::1:80): address [::1:80: missing ']' in address"),
            ("\(id)@[::1]80:", "invalid address ([::1]80:): address [::1]80:: missing port in address"),
            ("\(id)@[::1]:1:2", "invalid address ([::1]:1:2): address [::1]:1:2: too many colons in address"),
            (
                "\(id)@1.2.3.4:99999",
                "invalid address (99999): strconv.ParseUint: parsing \"99999\": value out of range"
            ),
            (
                "\(id)@1.2.3.4:65536x",
                "invalid address (65536x): strconv.ParseUint: parsing \"65536x\": value out of range"
            ),
            ("\(id)@1.2.3.4:80x", "invalid address (80x): strconv.ParseUint: parsing \"80x\": invalid syntax"),
            ("\(id)@1.2.3.4:", "invalid address (): strconv.ParseUint: parsing \"\": invalid syntax"),
            (
                "\(id)@nowhere.invalid:x",
                "error looking up host (nowhere.invalid): lookup nowhere.invalid: no such host"
            ),
        ])
    func refused(_ input: String, _ error: String) {
        let thrown = #expect(throws: NetworkAddressError.self) { try NetworkAddress(parsing: ByteString(input)) }
        #expect(thrown?.description == error)
    }

    @Test("A host that is a name waits for who can resolve it")
    func name() throws {
        let location = try PeerLocation(parsing: ByteString("tcp://\(id)@seed.example.org:26656"))
        #expect(location.host == "seed.example.org")
        #expect(location.literal == nil)
        let ip = try #require(IPAddress([8, 8, 4, 4]))
        #expect(try location.address(at: ip).description == "\(id)@8.8.4.4:26656")
    }

    @Test(
        "Addresses are read and printed as Go reads and prints them",
        arguments: [
            ("1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("::", "::"), ("1::", "1::"), ("::1", "::1"),
            ("2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ])
    func addressText(_ input: String, _ output: String) throws {
        let address = try #require(IPAddress(parsing: ByteString(input)))
        #expect(address.description == output)
        #expect(IPAddress(parsing: ByteString(output)) == address)
        #expect(IPAddress(address.bytes) == address)
    }

    @Test(
        "What Go does not read as an address is not one",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.-4", "1.2.3.+4", "1..2.3", ":", ":::", "1:2",
            "::1::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "-0::", "+1::", "g::", "fe80::1%eth0",
            "::1.2.3", "1.2.3.4::", "1:2.3.4.5::", "::1:", ":1::", "1:2:3:4:5:6:7:1.2.3.4", "0x1::", "localhost",
        ])
    func notAnAddress(_ input: String) {
        #expect(IPAddress(parsing: ByteString(input)) == nil)
    }

    @Test(
        "An address that is not reachable from elsewhere is not routable",
        arguments: [
            "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.0.1", "127.0.0.1", "0.1.2.3",
            "255.255.255.255", "[fe80::1]", "[fd00::1]", "[2001:10::1]", "[::]", "[::1]", "[2001:db8::1]",
        ])
    func unroutable(_ host: String) throws {
        #expect(try !NetworkAddress(parsing: ByteString("\(id)@\(host):1")).isRoutable)
    }

    @Test(
        "The neighbours of the special ranges are routable",
        arguments: [
            "11.0.0.1", "172.32.0.1", "172.15.0.1", "192.169.1.1", "[fe80:0:0:1::1]", "[2001:20::1]", "[2a00::1]",
        ])
    func routable(_ host: String) throws {
        #expect(try NetworkAddress(parsing: ByteString("\(id)@\(host):1")).isRoutable)
    }

    @Test("A node known by name or by place is the same")
    func same() throws {
        let other = String(id.reversed())
        let first = try NetworkAddress(parsing: ByteString("\(id)@1.2.3.4:1"))
        #expect(first.isSame(as: try NetworkAddress(parsing: ByteString("\(id)@5.6.7.8:1"))))
        #expect(first.isSame(as: try NetworkAddress(parsing: ByteString("\(other)@1.2.3.4:1"))))
        #expect(!first.isSame(as: try NetworkAddress(parsing: ByteString("\(other)@1.2.3.4:2"))))
    }

    @Test("An address from a peer needs a literal host and a port of 16 bits; its id is judged later")
    func fromPeer() throws {
        #expect(throws: DecodingError.invalid("invalid IP address ")) { try NetworkAddress(protobuf: []) }
        #expect(throws: DecodingError.invalid("invalid IP address host")) {
            try NetworkAddress(protobuf: [0x12, 4] + Array("host".utf8))
        }
        #expect(throws: DecodingError.invalid("invalid port number 65536")) {
            try NetworkAddress(protobuf: [0x12, 2, 0x3a, 0x3a, 0x18, 0x80, 0x80, 0x04])
        }
        let address = try NetworkAddress(protobuf: [0x0a, 1, 0x7a, 0x12, 3, 0x3a, 0x3a, 0x32])
        #expect(address.id == "z")
        #expect(throws: NetworkAddressError.invalidID(.hexadecimal(.invalidByte(0x7a)))) { try address.validate() }
    }
}
