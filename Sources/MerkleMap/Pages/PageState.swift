import Chain

/// A page as it was at a height: nothing changes it any more.
struct PageState: @unchecked Sendable {
    // Unchecked: whoever would change the memory copies it, as long as this refers to it.

    /// The height at which it was changed last.
    let version: Height
    let memory: PageMemory

    init(version: Height, memory: PageMemory) {
        self.version = version
        self.memory = memory
    }

    /// - Parameters:
    ///   - slots: At most as many as a page has.
    ///   - bits: Those between them, one less.
    ///   - leafBytes: Where the slots have small leaves.
    init(_ name: PageName, version: Height, slots: [Slot], bits: [UInt32], leafBytes: [UInt8]) {
        self.version = version
        memory = PageMemory.make(name, capacity: max(1, slots.count), holdsPages: slots.contains { $0.isPage })
        let view = memory.view
        view.fill(slots, bits)
        view.header.pointee.changed = 0
        view.header.pointee.leafBytes = leafBytes
        view.header.pointee.version = version
    }

    var slots: PageSlots { PageSlots(memory) }

    /// How it is stored.
    var body: [UInt8] { PageCodec.encode(self) }
}
