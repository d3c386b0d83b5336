import JSON
import Testing

@Suite struct NumberTests {
    @Test(
        "A number is written as it was read",
        arguments: [
            "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "1.0", "0.10", "-0.0", "1e3", "1E3", "1e+3",
            "1e-3", "1.50e007", "9223372036854775807", "-9223372036854775809", "1e99999999",
        ])
    func literal(text: String) throws {
        let value = try parsed(text)
        #expect(written(value) == text)
        #expect(JSONNumber(literal: text).map(JSONValue.number) == value)
    }

    @Test(
        "A literal outside the grammar is no number",
        arguments: ["", " 1", "1 ", "+1", "01", "1.", ".1", "1e", "a", "-"])
    func noLiteral(text: String) {
        #expect(JSONNumber(literal: text) == nil)
    }

    @Test(
        "An integer is one only without fraction and exponent, and within its range",
        arguments: [
            ("0", 0, 0),
            ("-0", 0, nil),
            ("1", 1, 1),
            ("-1", -1, nil),
            ("9223372036854775807", .max, 9_223_372_036_854_775_807),
            ("9223372036854775808", nil, 9_223_372_036_854_775_808),
            ("-9223372036854775808", .min, nil),
            ("-9223372036854775809", nil, nil),
            ("18446744073709551615", nil, .max),
            ("18446744073709551616", nil, nil),
            ("1.0", nil, nil),
            ("1e3", nil, nil),
            ("99999999999999999999999999", nil, nil),
        ] as [(String, Int64?, UInt64?)])
    func integers(text: String, signed: Int64?, unsigned: UInt64?) {
        let number = JSONNumber(literal: text)
        #expect(number?.int64 == signed)
        #expect(number?.uint64 == unsigned)
    }

    @Test("A number is made from any integer")
    func fromIntegers() {
        #expect(JSONNumber(UInt64.max).literal == "18446744073709551615")
        #expect(JSONNumber(Int64.min).literal == "-9223372036854775808")
        #expect(JSONNumber(UInt8(7)).integer(as: Int32.self) == 7)
        #expect(JSONNumber(256).integer(as: UInt8.self) == nil)
    }
}
