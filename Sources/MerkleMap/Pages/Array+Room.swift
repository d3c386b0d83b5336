extension Array {
    /// Makes room for so many more elements and for no others. An array that grows by itself takes twice the memory, for
    /// the sake of what is added next; but a page in which a block adds something has nearly always to be copied for that
    /// anyway, because copies of the map share it.
    mutating func makeRoom(for more: Int) { reserveCapacity(count + more) }
}
