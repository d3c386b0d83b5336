extension FixedWidthInteger {
    /// The integer that stands at `offset`, low byte first; the caller has checked that it is all there.
    init(littleEndian bytes: UnsafeRawBufferPointer, at offset: Int) {
        self = Self(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Self.self))
    }

    /// Puts the integer at `offset`, low byte first; the caller has made room.
    func storeLittleEndian(in bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        bytes.storeBytes(of: littleEndian, toByteOffset: offset, as: Self.self)
    }
}
