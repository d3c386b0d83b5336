// The bytes of the small leaves of a page.
extension PageView {
    func leafBytes<Result>(_ body: ([UInt8]) -> Result) -> Result { body(header.pointee.leafBytes) }

    /// Adds the bytes of a small leaf.
    func keep(_ key: [UInt8], _ value: [UInt8]) -> LeafPlace {
        let place = place(key.count, value.count)
        header.pointee.leafBytes += key
        header.pointee.leafBytes += value
        return place
    }

    /// Adds the bytes of a small leaf of another page.
    func keep(_ place: LeafPlace, of bytes: [UInt8]) -> LeafPlace {
        let new = self.place(Int(place.keyCount), Int(place.valueCount))
        header.pointee.leafBytes += bytes[place.bytes]
        return new
    }

    private func place(_ keyCount: Int, _ valueCount: Int) -> LeafPlace {
        LeafPlace(
            start: UInt32(header.pointee.leafBytes.count), keyCount: UInt8(keyCount), valueCount: UInt8(valueCount))
    }

    /// Drops the bytes of leaves that are gone, when they are as many as those of leaves that are there.
    func dropUnusedLeafBytes() {
        if header.pointee.leafBytes.isEmpty { return }
        if header.pointee.leafBytes.count > 2 * leafBytesInUse { keepLeafBytesInUse() }
    }

    private var leafBytesInUse: Int {
        var sum = 0
        for index in 0..<count { sum += contents[index].leafPlace?.bytes.count ?? 0 }
        return sum
    }

    /// Drops the bytes of leaves that are gone.
    func keepLeafBytesInUse() {
        if header.pointee.leafBytes.isEmpty { return }
        let old = header.pointee.leafBytes
        let total = leafBytesInUse
        header.pointee.leafBytes = [UInt8](unsafeUninitializedCapacity: total) { memory, written in
            for index in 0..<count {
                guard var place = contents[index].leafPlace else { continue }
                let bytes = place.bytes
                place.start = UInt32(written)
                let target = UnsafeMutableBufferPointer(rebasing: memory[written..<written + bytes.count])
                _ = target.initialize(fromContentsOf: old[bytes])
                contents[index] = PackedContent(.smallLeaf(place))
                written += bytes.count
            }
        }
    }
}
