/// The slots of a page in the order of their keys.
struct PageSlots: RandomAccessCollection {
    private let memory: PageMemory

    init(_ memory: PageMemory) {
        self.memory = memory
    }

    var startIndex: Int { 0 }

    var endIndex: Int { withExtendedLifetime(memory) { memory.view.count } }

    subscript(index: Int) -> Slot { withExtendedLifetime(memory) { memory.view.slot(at: index) } }
}
