import Testing
import Wire

@Suite("Hexadecimal and Base64")
struct TextEncodingTests {
    @Test(
        "Base64 as RFC 4648 §10 has it",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(
        "Text that is not padded Base64 is refused",
        arguments: ["Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9-", "=Zg="])
    func badBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        "As in Go, line breaks are passed over, and bits that mean nothing are not looked at",
        arguments: ["Zm9v\nYmFy", "\r\nZm9vYmFy\n", "Zm\n9vYmFy", "Zm9vYmF\ny"])
    func lenientBase64(text: String) {
        #expect(Base64.decode(text) == Array("foobar".utf8))
        #expect(Base64.decode("Zh=\n=") == Array("f".utf8))
    }

    @Test("Every byte goes through Base64 and hexadecimal, at every length")
    func everyByte() {
        let bytes = (0...255).map { UInt8($0) }
        for count in 0...bytes.count {
            #expect(Base64.decode(Base64.encode(Array(bytes[..<count]))) == Array(bytes[..<count]))
        }
        #expect(Hex.decode(Hex.uppercase(bytes)) == bytes)
        #expect(Hex.decode(Hex.lowercase(bytes)) == bytes)
        #expect(Hex.lowercase([0x0a, 0xff]) == "0aff")
        #expect(Hex.uppercase([0x0a, 0xff]) == "0AFF")
    }

    @Test("Text that is not hexadecimal is refused", arguments: ["0", "0g", "0x00", " 00", "００"])
    func badHexadecimal(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test("Byte strings that look alike but are other bytes differ")
    func byteStrings() {
        #expect(ByteString("\u{e9}") != ByteString("e\u{301}"))
        #expect("\u{e9}" == "e\u{301}")
        #expect(ByteString([0xff]).description == "\u{fffd}")
    }
}
