/// Integers as bytes, the highest first, so that they sort as numbers do.
enum BigEndian {
    static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
