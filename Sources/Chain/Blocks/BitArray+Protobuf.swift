package import Wire

extension BitArray: ProtobufCodable {
    /// The most words read from a message: far more than the 10 000 votes or 1601 parts that any message may speak of,
    /// so that a peer who sends too many bits is told so by the rule about what they stand for.
    private static let wordsMaximum = 65_536

    /// tendermint.libs.bits.BitArray. Without bits it is empty; CometBFT leaves it out where it is a pointer.
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, Int64(count))
        writer.packed(2, words)
    }

    /// Refuses an array whose number of words does not go with its number of bits (ASA-2025-003, CometBFT
    /// `BitArray.ValidateBasic`).
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var count: Int64 = 0
        var words: [UInt64] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: count = try reader.int64(field)
            case 2: try reader.appendIntegers(field, to: &words, atMost: BitArray.wordsMaximum)
            default: try reader.skip(field)
            }
        }
        // Go rounds up with an addition that wraps around and a division that cuts towards zero: a few negative counts
        // pass with no words, and mean no bits.
        let expected = (count &+ 63) / 64
        if Int64(words.count) != expected {
            throw .invalid(
                "mismatch between specified number of bits \(count), and number of elements \(words.count), "
                    + "expected \(expected) elements")
        }
        self.init(count: max(0, Int(count)), checkedWords: words)
    }
}
