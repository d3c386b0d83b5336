import JSON
import Testing
import Wire

@Suite struct ReaderScalarTests {
    /// What a reader makes of a text, as text; its error's when it makes nothing.
    private func outcome<Value>(
        _ text: String, _ read: (JSONReader) throws(JSONError) -> Value
    ) -> String {
        do {
            return "\(try read(JSONReader(parsed(text))))"
        } catch {
            return "error: \(error)"
        }
    }

    @Test(
        "A 64-bit integer is a string of decimal digits",
        arguments: [
            (#""5""#, "5"),
            (#""-9223372036854775808""#, "-9223372036854775808"),
            (#""-0""#, "0"),
            (#"" 7 ""#, "7"),
            (#""null""#, "0"),
            ("null", "0"),
            ("5", #"error: invalid 64-bit integer encoding "5", expected string"#),
            ("true", #"error: invalid 64-bit integer encoding "true", expected string"#),
            (#"["5"]"#, #"error: invalid 64-bit integer encoding "[\"5\"]", expected string"#),
            (#""""#, "error: unexpected end of JSON input"),
            (#""a""#, "error: invalid character 'a' looking for beginning of value"),
            (#""+5""#, "error: invalid character '+' looking for beginning of value"),
            (#""05""#, "error: invalid character '5' after top-level value"),
            (#""5 5""#, "error: invalid character '5' after top-level value"),
            (#""0x5""#, "error: invalid character 'x' after top-level value"),
            (#""1.0""#, "error: json: cannot unmarshal number 1.0 into Go value of type int64"),
            (#""1e3""#, "error: json: cannot unmarshal number 1e3 into Go value of type int64"),
            (
                #""9223372036854775808""#,
                "error: json: cannot unmarshal number 9223372036854775808 into Go value of type int64"
            ),
            (#""\"5\"""#, "error: json: cannot unmarshal string into Go value of type int64"),
            (#""true""#, "error: json: cannot unmarshal bool into Go value of type int64"),
            (#""[]""#, "error: json: cannot unmarshal array into Go value of type int64"),
        ])
    func int64(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.int64String() } == expected)
    }

    @Test(
        "An unsigned 64-bit integer has no sign",
        arguments: [
            (#""18446744073709551615""#, "18446744073709551615"),
            (#""-1""#, "error: json: cannot unmarshal number -1 into Go value of type uint64"),
            (#""-0""#, "error: json: cannot unmarshal number -0 into Go value of type uint64"),
            (
                #""18446744073709551616""#,
                "error: json: cannot unmarshal number 18446744073709551616 into Go value of type uint64"
            ),
        ])
    func uint64(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.uint64String() } == expected)
    }

    @Test(
        "A 32-bit integer is a number",
        arguments: [
            ("5", "5"), ("-0", "0"), ("-2147483648", "-2147483648"), ("null", "0"),
            ("2147483648", "error: json: cannot unmarshal number 2147483648 into Go value of type int32"),
            ("1.0", "error: json: cannot unmarshal number 1.0 into Go value of type int32"),
            ("1e3", "error: json: cannot unmarshal number 1e3 into Go value of type int32"),
            (#""5""#, "error: json: cannot unmarshal string into Go value of type int32"),
            ("{}", "error: json: cannot unmarshal object into Go value of type int32"),
        ])
    func int32(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.int32() } == expected)
    }

    @Test(
        "An unsigned 32-bit integer is a number without a sign",
        arguments: [
            ("4294967295", "4294967295"),
            ("4294967296", "error: json: cannot unmarshal number 4294967296 into Go value of type uint32"),
            ("-1", "error: json: cannot unmarshal number -1 into Go value of type uint32"),
        ])
    func uint32(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.uint32() } == expected)
    }

    @Test(
        "Truth values and strings",
        arguments: [
            ("true", "true", "error: json: cannot unmarshal bool into Go value of type string"),
            ("null", "false", ""),
            (#""a""#, "error: json: cannot unmarshal string into Go value of type bool", "a"),
            (
                "1", "error: json: cannot unmarshal number into Go value of type bool",
                "error: json: cannot unmarshal number into Go value of type string"
            ),
        ])
    func boolAndString(text: String, bool: String, string: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.bool() } == bool)
        #expect(outcome(text) { reader throws(JSONError) in try reader.string() } == string)
    }

    @Test(
        "Bytes are in Base64",
        arguments: [
            (#""AQID""#, "[1, 2, 3]"),
            (#""AQI=""#, "[1, 2]"),
            (#""AQ\n==""#, "[1]"),
            (#""""#, "[]"),
            ("null", "[]"),
            ("[1,null,255]", "[1, 0, 255]"),
            ("[256]", "error: [0]: json: cannot unmarshal number 256 into Go value of type uint8"),
            ("5", "error: json: cannot unmarshal number into Go value of type []uint8"),
            (#""!QID""#, "error: illegal base64 data at input byte 0"),
            (#""AQID-""#, "error: illegal base64 data at input byte 4"),
            (#""AQI""#, "error: illegal base64 data at input byte 0"),
            (#""AQIDA""#, "error: illegal base64 data at input byte 4"),
            (#""AQ=""#, "error: illegal base64 data at input byte 3"),
            (#""AQ=A""#, "error: illegal base64 data at input byte 2"),
            (#""A===""#, "error: illegal base64 data at input byte 1"),
            (#""====""#, "error: illegal base64 data at input byte 0"),
            (#""AQ==AQID""#, "error: illegal base64 data at input byte 4"),
            (#""AQI=A""#, "error: illegal base64 data at input byte 4"),
        ])
    func base64(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.base64() } == expected)
    }

    @Test(
        "Hashes and addresses are in hexadecimal of either case",
        arguments: [
            (#""AB0c""#, "[171, 12]"),
            (#""""#, "[]"),
            ("null", "[]"),
            (#""0q""#, "error: encoding/hex: invalid byte: U+0071 'q'"),
            (#""0x12""#, "error: encoding/hex: invalid byte: U+0078 'x'"),
            (#""é""#, "error: encoding/hex: invalid byte: U+00C3 'Ã'"),
            (#""\u0001""#, "error: encoding/hex: invalid byte: U+0001"),
            (#""ABC""#, "error: encoding/hex: odd length hex string"),
            ("12", "error: invalid hex string: 12"),
            ("[]", "error: invalid hex string: []"),
        ])
    func hex(text: String, expected: String) {
        #expect(outcome(text) { reader throws(JSONError) in try reader.hexBytes() } == expected)
    }
}
