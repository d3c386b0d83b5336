import Chain
import Cryptography

/// A page in memory: one allocation for all of it but the bytes of small leaves, so that to copy a page is to copy bytes and to
/// count references to the pages in its slots, if it has any.
///
/// It is changed only while nobody else holds it, see `Page`.
final class PageMemory: ManagedBuffer<PageHeader, UInt64> {
    /// A page without slots.
    ///
    /// - Parameters:
    ///   - capacity: Slots for which there is room.
    ///   - holdsPages: Whether some of them may have pages.
    static func make(_ name: PageName, capacity: Int, holdsPages: Bool) -> PageMemory {
        let layout = PageLayout(capacity: capacity)
        let buffer = PageMemory.create(minimumCapacity: layout.words(holdsPages: holdsPages)) { _ in
            PageHeader(name: name, capacity: capacity, holdsPages: holdsPages)
        }
        let memory = unsafeDowncast(buffer, to: PageMemory.self)
        memory.withUnsafeMutablePointerToElements { layout.bind(UnsafeMutableRawPointer($0), holdsPages: holdsPages) }
        return memory
    }

    deinit {
        withUnsafeMutablePointers { header, elements in
            PageView(header: header, tail: UnsafeMutableRawPointer(elements)).releaseChildren()
        }
    }

    /// Where its parts are, for as long as somebody holds it.
    var view: PageView {
        withUnsafeMutablePointers { header, elements in
            PageView(header: header, tail: UnsafeMutableRawPointer(elements))
        }
    }

    /// Bytes that it takes, with those of small leaves.
    var memoryBytes: Int {
        let (capacity, leafBytes) = (view.capacity, view.header.pointee.leafBytes.capacity)
        return 32 + MemoryLayout<PageHeader>.stride
            + PageLayout(capacity: capacity).words(holdsPages: view.holdsPages) * MemoryLayout<UInt64>.stride
            + (leafBytes == 0 ? 0 : 32 + leafBytes)
    }

    /// The same with other room.
    ///
    /// - Parameter capacity: At least as many slots as there are.
    func copy(capacity: Int, holdsPages: Bool) -> PageMemory {
        part(0..<view.count, view.header.pointee.name, capacity: capacity, holdsPages: holdsPages)
    }

    /// Some of its slots, and all that the header says.
    func part(_ range: Range<Int>, _ name: PageName, capacity: Int, holdsPages: Bool) -> PageMemory {
        let part = PageMemory.make(name, capacity: capacity, holdsPages: holdsPages)
        let (source, target) = (view, part.view)
        target.take(range, of: source)
        let (from, to) = (source.header, target.header)
        to.pointee.changed = from.pointee.changed >> UInt64(range.lowerBound)
        to.pointee.leafBytes = from.pointee.leafBytes
        to.pointee.version = from.pointee.version
        to.pointee.before = from.pointee.before
        to.pointee.base = from.pointee.base
        to.pointee.changeCount = from.pointee.changeCount
        to.pointee.isDue = from.pointee.isDue
        to.pointee.countedBytes = from.pointee.countedBytes
        return part
    }
}
