import ABCI
package import Chain
import Execution
package import Store

/// What the child process writes, height by height: so determined by the height that whoever knows how far it came
/// knows everything that must be there.
package struct WritingLife {
    package var chain: TestChain

    package init() throws {
        chain = try TestChain(seed: 77, validators: 2)
    }

    /// The life up to this height.
    package init(through height: Height) throws {
        try self.init()
        while chain.state.lastBlockHeight < height { try advance() }
    }

    /// The next height.
    @discardableResult
    package mutating func advance() throws -> BlockRecord {
        let height = chain.state.nextHeight.rawValue
        var generator = SeededGenerator(UInt64(height))
        let size = height % 7 == 0 ? 30000 : 60
        return try chain.grow(
            (0..<height % 5).map { _ in generator.bytes(size) },
            changes: [
                .init(key: [UInt8(height % 11)], value: height % 3 == 0 ? nil : generator.bytes(40)),
                .init(key: Array("last".utf8), value: [UInt8(truncatingIfNeeded: height)]),
            ])
    }

    /// The log's records of a height.
    package static func logBodies(at height: Height) -> [[UInt8]] {
        var generator = SeededGenerator(UInt64(bitPattern: height.rawValue) &+ 1_000_000)
        return (0..<3).map { generator.bytes(100 + 700 * $0) }
    }
}
