import JSON
import Testing
import Wire

@Suite struct HostileTextTests {
    private static let documents = [
        #" { "a" : [ 1 , -2.5e+3 , "x\u00e9\ud83d\ude00é😀" , true , false , null , { } , [ ] ] , "app_state" : { "k" : [ "\\" ] } } "#,
        #"{"type":"tendermint/PubKeyEd25519","value":"AQID"}"#,
        #"[[[[1]],{"a":{"b":{"c":[]}}}]]"#,
        #"{"app_state":"text \" } ]","b":0}"#,
        "-12.75E-10",
    ]

    @Test("A text that is cut off anywhere is refused or is a text of its own", arguments: documents)
    func truncation(document: String) throws {
        let bytes = Array(document.utf8)
        for length in 0...bytes.count {
            exercise(Array(bytes[..<length]))
        }
        #expect(refusal(document) == nil)
    }

    @Test("A text with a byte changed is refused or read, never a trap", arguments: documents)
    func mutation(document: String) {
        let bytes = Array(document.utf8)
        for index in bytes.indices {
            for byte in Array(#""\{}[],:0-.eu a"#.utf8) + [0x00, 0x80, 0xC3, 0xE2, 0xFF] {
                var changed = bytes
                changed[index] = byte
                exercise(changed)
            }
        }
    }

    @Test("Random bytes and random tokens never trap", arguments: 0..<8)
    func random(seed: UInt64) {
        var generator = SplitMix(state: seed)
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "\"app_state\":", "1", "-", "e", "true", " ", "é",
        ]
        for _ in 0..<300 {
            let count = Int.random(in: 0...40, using: &generator)
            exercise((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            let text = (0..<count).map { _ in tokens.randomElement(using: &generator) ?? "" }.joined()
            exercise(Array(text.utf8))
        }
    }

    @Test(
        "A hundred thousand brackets are refused", arguments: ["[", #"{"a":"#, #"[{"a":"#, #"{"app_state":"#])
    func brackets(opening: String) {
        let text = Array(String(repeating: opening, count: 100_000).utf8)
        #expect(refusal(text)?.hasSuffix("exceeded max depth") == true)
        exercise(text)
    }

    @Test("Nesting is allowed up to the bound and no further")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        let deepest = try JSONValue(parsing: nested(JSONValue.depthMaximum))
        #expect(deepest.serialized() == nested(JSONValue.depthMaximum))
        #expect(deepest.isEquivalent(to: deepest))
        #expect(refusal(nested(JSONValue.depthMaximum + 1)) == "invalid character '[' exceeded max depth")
        #expect(throws: Never.self) { try JSONValue(parsing: nested(3), depthMaximum: 3) }
        #expect(throws: JSONError("invalid character '[' exceeded max depth")) {
            try JSONValue(parsing: nested(4), depthMaximum: 3)
        }
    }

    @Test("Values beside one another are not nesting")
    func breadth() throws {
        let text = "[" + Array(repeating: "[{}]", count: 10_000).joined(separator: ",") + "]"
        #expect(try JSONReader(parsed(text)).array().count == 10_000)
    }

    /// Parses, and when that works writes, reads back and compares, in the ways there are.
    private func exercise(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else {
            #expect((try? JSONValue(parsing: bytes, rawMembers: ["app_state"])) == nil || bytes.count > 512)
            return
        }
        let text = value.serialized()
        #expect((try? JSONValue(parsing: text)) == value)
        #expect((try? JSONValue(parsing: value.indented())) == value)
        let withRaw = try? JSONValue(parsing: bytes, rawMembers: ["app_state"])
        #expect(withRaw?.isEquivalent(to: value) == true)
        let reader = JSONReader(value)
        _ = try? reader["a"].array().map { element throws(JSONError) in try element.int64String() }
        _ = try? reader.base64()
        _ = try? reader.hexBytes()
        _ = try? reader.tagged()
    }
}

/// A generator with a seed, so that a failure can be repeated (Steele, Lea, Flood: SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
