import Cryptography

/// Where the parts of a page are in its memory: the dividing bits first, as every search reads them.
struct PageLayout {
    let capacity: Int

    var contents: Int { (capacity * MemoryLayout<UInt32>.stride + 7) & ~7 }

    var hashes: Int { contents + capacity * MemoryLayout<PackedContent>.stride }

    var parts: Int { hashes + capacity * MemoryLayout<Hash>.stride }

    var children: Int { parts + capacity * MemoryLayout<Hash>.stride }

    /// What all of them take, in words of eight bytes.
    func words(holdsPages: Bool) -> Int {
        let end = holdsPages ? children + capacity * MemoryLayout<Unmanaged<PageMemory>?>.stride : children
        return end / MemoryLayout<UInt64>.stride
    }

    /// Says what is where in new memory. In it are no pages yet.
    func bind(_ memory: UnsafeMutableRawPointer, holdsPages: Bool) {
        memory.bindMemory(to: UInt32.self, capacity: capacity)
        (memory + contents).bindMemory(to: PackedContent.self, capacity: capacity)
        (memory + hashes).bindMemory(to: Hash.self, capacity: capacity)
        (memory + parts).bindMemory(to: Hash.self, capacity: capacity)
        if holdsPages {
            (memory + children).initializeMemory(as: Unmanaged<PageMemory>?.self, repeating: nil, count: capacity)
        }
    }
}
