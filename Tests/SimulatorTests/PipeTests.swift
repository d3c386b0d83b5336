import Testing

@testable import Simulator

@Suite("One direction of a simulated link")
struct PipeTests {
    private func bytes(_ piece: Pipe.Piece?) -> [UInt8]? {
        if case .bytes(let bytes)? = piece { bytes } else { nil }
    }

    /// Everything that can be read.
    private func read(_ pipe: inout Pipe) -> [[UInt8]] {
        var all: [[UInt8]] = []
        while let next = pipe.next {
            all.append(bytes(next) ?? [])
            pipe.read()
        }
        return all
    }

    @Test("Pieces arrive in the order in which they were written, however long each would take")
    func order() {
        var pipe = Pipe()
        let first = pipe.write(.bytes([1]), at: 0, bandwidth: 1_000_000_000, latency: 500)
        let second = pipe.write(.bytes([2]), at: 1, bandwidth: 1_000_000_000, latency: 5)
        #expect(first < second)
        for _ in 0..<2 { pipe.letArrive(isSplit: false) }
        #expect(read(&pipe) == [[1], [2]])
        #expect(pipe.isEmpty)
    }

    @Test("The line takes one piece after the other, each as long as its bytes take")
    func bandwidth() {
        var pipe = Pipe()
        let piece = Pipe.Piece.bytes([UInt8](repeating: 0, count: 1_000))
        #expect(pipe.write(piece, at: 0, bandwidth: 1_000_000, latency: 7) == 1_000_007)
        #expect(pipe.write(piece, at: 0, bandwidth: 1_000_000, latency: 7) == 2_000_007)
        // The line has been idle since.
        #expect(pipe.write(piece, at: 5_000_000, bandwidth: 1_000_000, latency: 7) == 6_000_007)
    }

    @Test("Bytes count as unread until they are read")
    func unread() {
        var pipe = Pipe()
        _ = pipe.write(.bytes([1, 2, 3]), at: 0, bandwidth: 1_000, latency: 0)
        _ = pipe.write(.bytes([4]), at: 0, bandwidth: 1_000, latency: 0)
        pipe.letArrive(isSplit: false)
        #expect(pipe.unread == 4)
        pipe.read()
        #expect(pipe.unread == 1)
    }

    @Test("What comes during a split arrives afterwards, before what was written later")
    func split() {
        var pipe = Pipe()
        for byte: UInt8 in 1...4 { _ = pipe.write(.bytes([byte]), at: 0, bandwidth: 1_000, latency: 0) }
        pipe.letArrive(isSplit: true)
        // Not severed any more, but behind something that is held.
        pipe.letArrive(isSplit: false)
        #expect(bytes(pipe.next) == nil)
        let released = pipe.release()
        #expect(released == 2)
        for _ in 0..<4 { pipe.letArrive(isSplit: false) }
        #expect(read(&pipe) == [[1], [2], [3], [4]])
    }

    @Test("What was cut does not arrive; what had arrived can be read")
    func cut() {
        var pipe = Pipe()
        for byte: UInt8 in 1...3 { _ = pipe.write(.bytes([byte]), at: 0, bandwidth: 1_000, latency: 0) }
        pipe.letArrive(isSplit: false)
        pipe.letArrive(isSplit: true)
        pipe.lose()
        pipe.letArrive(isSplit: false)
        #expect(read(&pipe) == [[1]])
    }
}
