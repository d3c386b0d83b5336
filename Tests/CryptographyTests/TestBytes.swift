import Cryptography
import Testing
import Wire

/// The bytes that hexadecimal digits stand for.
func bytes(_ digits: String) throws -> [UInt8] {
    try #require(Hex.decode(digits))
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// Decodes the bytes cut off at every length, and random bytes: each gives a value or a `DecodingError`, and a value
/// that came out goes in again as itself.
func checkRobustness<Message: ProtobufCodable & Equatable>(_ message: Message) throws {
    let encoded = message.protobuf
    #expect(try Message(protobuf: encoded) == message)
    for length in 0..<encoded.count {
        if let decoded = try? Message(protobuf: Array(encoded[..<length])) {
            #expect(try Message(protobuf: decoded.protobuf) == decoded)
        }
    }
    var generator = SeededGenerator(state: 1)
    for _ in 0..<300 {
        var mutated = encoded
        let place = Int.random(in: 0..<mutated.count, using: &generator)
        mutated[place] = UInt8.random(in: 0...255, using: &generator)
        for bytes in [mutated, generator.bytes(Int.random(in: 0..<64, using: &generator))] {
            if let decoded = try? Message(protobuf: bytes) {
                #expect(try Message(protobuf: decoded.protobuf) == decoded)
            }
        }
    }
}
