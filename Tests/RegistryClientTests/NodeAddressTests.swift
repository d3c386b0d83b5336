import RegistryClient
import Testing

@Suite("Addresses of nodes")
struct NodeAddressTests {
    @Test(
        "An address has a host and a port, 26657 when there is none",
        arguments: [
            ("tcp://127.0.0.1:26657", "127.0.0.1", 26657), ("http://node.example:80/", "node.example", 80),
            ("localhost", "localhost", 26657), ("[::1]:9", "::1", 9), ("tcp://[fe80::1]", "fe80::1", 26657),
            ("10.0.0.1:65535", "10.0.0.1", 65535),
        ])
    func good(text: String, host: String, port: Int) throws {
        let address = try NodeAddress(text)
        #expect(address.host == host && address.port == UInt16(port))
        #expect(try NodeAddress(address.description) == address)
    }

    @Test(
        "What is none is refused",
        arguments: ["", "tcp://", ":80", "a:0", "a:65536", "a:-1", "a:x", "::1", "[::1]x", "https://a", "u@a:1", "a/b"])
    func bad(text: String) {
        #expect(throws: ClientError.self) { try NodeAddress(text) }
    }
}
