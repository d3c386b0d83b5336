import Testing

@testable import MerkleMap

@Suite("The bits of keys")
struct KeyBitsTests {
    private static let keys: [[UInt8]] = [
        [0], [0, 0], [0, 0, 1], [0, 255], [1], [127], [128], [128, 0], [254, 255], [255], [255, 0], [255, 255],
    ]

    @Test("Keys are in the order of their bits, and differ first where they are said to")
    func order() {
        for (index, left) in KeyBitsTests.keys.enumerated() {
            #expect(KeyBits.firstDifference(left, left) == nil)
            for right in KeyBitsTests.keys[(index + 1)...] {
                guard let bit = KeyBits.firstDifference(left, right) else {
                    Issue.record("\(left) and \(right) differ")
                    continue
                }
                #expect(KeyBits.firstDifference(right, left) == bit)
                #expect(!KeyBits.isSet(bit, in: left) && KeyBits.isSet(bit, in: right), "\(left) \(right)")
                for earlier in 0..<bit {
                    #expect(KeyBits.isSet(earlier, in: left) == KeyBits.isSet(earlier, in: right))
                }
            }
        }
    }

    @Test("The fronts of two keys tell their first difference, unless they are the same or a key is too short")
    func fronts() {
        var generator = Seeded(51)
        var told = 0
        for _ in 0..<20_000 {
            let left = generator.bytes(generator.below(12))
            var right = left
            if !left.isEmpty && generator.below(4) > 0 {
                right[generator.below(left.count)] ^= 1 << UInt8(generator.below(8))
            }
            if generator.below(4) == 0 { right += generator.bytes(generator.below(4)) }
            if generator.below(4) == 0 { right.removeLast(min(right.count, generator.below(4))) }
            guard let front = KeyFront(left), let other = KeyFront(right) else {
                #expect(left.count < 8 || right.count < 8)
                continue
            }
            if let bit = front.firstDifference(other) {
                #expect(bit == KeyBits.firstDifference(left, right))
                told += 1
            } else {
                #expect(left[..<8] == right[..<8])
            }
        }
        #expect(told > 1000)
    }

    @Test("Nine bits stand for a byte, and none is set behind the end")
    func numbers() {
        #expect(
            (0..<27).map { KeyBits.isSet($0, in: [0b1000_0001, 0]) ? 1 : 0 }
                == [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("The area of a page is that of the lowest key with the same first bits")
    func areas() {
        let key: [UInt8] = [0xff, 0x81, 0xff, 4, 5, 6, 7, 8, 9]
        #expect(KeyBits.area(key, clearingBit: 100) == 0xff81_ff04_0506_0708)
        #expect(KeyBits.area([0xff], clearingBit: 100) == 0xff00_0000_0000_0000)
        // Bit 9 says that there is a second byte, bit 10 is its highest, bit 17 its lowest.
        #expect(KeyBits.area(key, settingBit: 9) == 0xff00_0000_0000_0000)
        #expect(KeyBits.area(key, clearingBit: 10) == 0xff00_0000_0000_0000)
        #expect(KeyBits.area(key, settingBit: 10) == 0xff80_0000_0000_0000)
        #expect(KeyBits.area(key, settingBit: 11) == 0xffc0_0000_0000_0000)
        #expect(KeyBits.area(key, settingBit: 17) == 0xff81_0000_0000_0000)
        #expect(KeyBits.area(key, clearingBit: 17) == 0xff80_0000_0000_0000)
        #expect(KeyBits.area(key, settingBit: 71) == 0xff81_ff04_0506_0709)
        #expect(KeyBits.area(key, settingBit: 80) == 0xff81_ff04_0506_0708)
    }
}
