import Chain
import JSON
import Testing
import Wire

@Suite("Bit arrays")
struct BitArrayTests {
    private static func bits(_ text: String) throws -> BitArray {
        try BitArray(json: .text(text))
    }

    @Test("Bits are set, counted and listed across words")
    func bits() throws {
        var array = BitArray(count: 130)
        #expect(array.isZero && !array.isFull)
        for index in [0, 63, 64, 129] { array[index] = true }
        array[130] = true
        array[-1] = true
        #expect(array.setIndices == [0, 63, 64, 129])
        #expect(array.setCount == 4 && !array.isZero)
        #expect(array[129] && !array[130] && !array[-1] && !array[1])
        array[63] = false
        #expect(array.setIndices == [0, 64, 129])
        try checkDecoder(of: array)
    }

    @Test("Operations take the length that CometBFT's take")
    func operations() throws {
        let long = try Self.bits("x_x_x")
        let short = try Self.bits("xx_")
        #expect(long.union(short) == (try Self.bits("xxx_x")))
        #expect(short.union(long) == (try Self.bits("xxx_x")))
        #expect(long.intersection(short) == (try Self.bits("x__")))
        #expect(short.intersection(long) == (try Self.bits("x__")))
        #expect(long.subtracting(short) == (try Self.bits("__x_x")))
        #expect(short.subtracting(long) == (try Self.bits("_x_")))
        #expect(long.complement == (try Self.bits("_x_x_")))
        #expect(BitArray(count: 70).complement.isFull)
    }

    @Test("As JSON it is a row of x and _")
    func json() throws {
        try checkJSON(of: BitArray(count: 4) { $0 % 2 == 0 }, #""x_x_""#)
        try checkJSON(of: BitArray.empty, "null")
        #expect(throws: JSONError.self) { try BitArray(json: .text("x-x")) }
        #expect(throws: JSONError.self) { try BitArray(json: .integer(5)) }
    }

    @Test(
        "Words that do not go with the number of bits are refused",
        arguments: [
            (64, 0, 1), (65, 1, 2), (0, 1, 0), (-127, 0, -1), (.max, 0, -144_115_188_075_855_871),
            (.min, 1, -144_115_188_075_855_871),
        ] as [(Int64, Int, Int64)])
    func mismatch(count: Int64, words: Int, expected: Int64) throws {
        var writer = ProtobufWriter()
        writer.int64(1, count)
        writer.packed(2, [UInt64](repeating: 1, count: words))
        #expect(
            try rule(reading: BitArray.self, writer.bytes)
                == "mismatch between specified number of bits \(count), and number of elements \(words), "
                + "expected \(expected) elements")
    }

    @Test("A slightly negative number of bits means none", arguments: [-1, -126] as [Int64])
    func negative(count: Int64) throws {
        var writer = ProtobufWriter()
        writer.int64(1, count)
        #expect(try BitArray(protobuf: writer.bytes) == .empty)
    }

    @Test("Bits beyond the last are dropped, and words may be unpacked")
    func beyond() throws {
        var writer = ProtobufWriter()
        writer.int64(1, 3)
        writer.unconditionalVarint(2, .max)
        let array = try BitArray(protobuf: writer.bytes)
        #expect(array.isFull && array.setCount == 3 && array.words == [7])
    }
}
