/// Changes that turn an input a decoder takes into one it should look at twice.
struct Mutation {
    private static let bytesMaximum = 4_096
    /// Numbers at the borders of protobuf's and JSON's world, as varints and as digits.
    private static let borders: [[UInt8]] = [
        [0], [1], [0x7f], [0x80, 0x01], [0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0xff, 0xff, 0xff, 0x0f],
        [0x80, 0x80, 0x80, 0x80, 0x10], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        Array("-1".utf8), Array("9223372036854775808".utf8), Array("18446744073709551616".utf8), Array("1e9".utf8),
        Array("null".utf8), Array("[[[[".utf8), Array("\"\\ud800\"".utf8),
    ]

    var generator: SeededGenerator

    /// A few changes of an input, one most of the time, or now and then bytes from nowhere.
    mutating func mutate(_ input: [UInt8], splicing other: [UInt8]) -> [UInt8] {
        if generator.below(32) == 0 { return generator.bytes(generator.below(64)) }
        var result = input
        for _ in 0...generator.below(1 + generator.below(8)) { change(&result, other) }
        return Array(result.prefix(Mutation.bytesMaximum))
    }

    private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
        let position = generator.below(bytes.count + 1)
        let end = min(bytes.count, position + generator.below(16))
        switch generator.below(9) {
        case 0 where position < bytes.count: bytes[position] ^= 1 << UInt8(generator.below(8))
        case 1 where position < bytes.count: bytes[position] = UInt8(generator.below(256))
        case 2: bytes.insert(contentsOf: generator.bytes(generator.below(4)), at: position)
        case 3: bytes.removeSubrange(position..<end)
        case 4: bytes.insert(contentsOf: bytes[position..<end], at: position)
        case 5: bytes.replaceSubrange(position..<end, with: border())
        case 6: bytes.insert(contentsOf: border(), at: position)
        case 7: bytes.removeLast(bytes.count - position)
        default:
            let start = generator.below(other.count + 1)
            bytes.replaceSubrange(position..<end, with: other[start..<min(other.count, start + 32)])
        }
    }

    private mutating func border() -> [UInt8] { Mutation.borders[generator.below(Mutation.borders.count)] }
}
