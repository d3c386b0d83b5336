import ABCI
import Chain
import Glibc
import Synchronization

@testable import MerkleMap

/// Storage in memory: what was made durable, as a store would have it.
final class MemoryStore: StateReader {
    private let entries = Mutex<[[UInt8]: [UInt8]]>([:])
    private let readCount = Mutex(0)
    private let failure = Mutex(false)

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        if failure.withLock({ $0 }) { throw ApplicationError("the disk is on fire") }
        readCount.withLock { $0 += 1 }
        return entries.withLock { $0[key] }
    }

    func apply(_ changes: [StagedChange]) {
        entries.withLock { entries in for change in changes { entries[change.key] = change.value } }
    }

    func fail(_ fails: Bool) { failure.withLock { $0 = fails } }

    var contents: [[UInt8]: [UInt8]] {
        get { entries.withLock { $0 } }
        set { entries.withLock { $0 = newValue } }
    }

    var reads: Int { readCount.withLock { $0 } }

    var bytes: Int { contents.reduce(0) { $0 + $1.key.count + $1.value.count } }
}

/// SplitMix64: what a seed gives is the same everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count { bytes.append(UInt8(truncatingIfNeeded: next())) }
        return bytes
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

extension [UInt8] {
    /// Whether these come before others in the order of bytes; without optimisation the standard library takes long for that.
    func precedes(_ other: [UInt8]) -> Bool {
        let order = withUnsafeBytes { own in
            other.withUnsafeBytes { other in
                let common = Swift.min(own.count, other.count)
                guard common > 0, let own = own.baseAddress, let other = other.baseAddress else { return Int32(0) }
                return memcmp(own, other, common)
            }
        }
        return order < 0 || (order == 0 && count < other.count)
    }
}

/// Keys of some kind.
enum KeyKind: CaseIterable, Sendable {
    /// As hashes are.
    case random
    /// As numbers are.
    case rising
    /// Short, of two letters: many are the beginning of others.
    case nested
    /// Long, with a common front.
    case long

    func key(_ generator: inout Seeded) -> [UInt8] {
        switch self {
        case .random: generator.bytes(32)
        case .rising: [7] + BigEndian.bytes(UInt32(generator.below(3000)))
        case .nested: (0...generator.below(12)).map { _ in generator.below(2) == 0 ? 0 : 255 }
        case .long: [UInt8](repeating: 9, count: 500) + generator.bytes(1 + generator.below(2))
        }
    }
}

/// A map beside the dictionary that it should be.
struct Twin {
    var map: MerkleMap
    var model: [[UInt8]: [UInt8]] = [:]
    /// Keys that are or were there.
    private var known: [[UInt8]] = []

    init(map: MerkleMap) { self.map = map }

    var sorted: [MapEntry] {
        model.map { MapEntry(key: $0.key, value: $0.value) }.sorted { $0.key.precedes($1.key) }
    }

    mutating func set(_ key: [UInt8], _ value: [UInt8]) throws {
        try map.set(key, value)
        if model.updateValue(value, forKey: key) == nil { known.append(key) }
    }

    /// Some changes: mostly new keys, some known ones changed or removed.
    mutating func change(_ count: Int, _ kind: KeyKind, _ generator: inout Seeded) throws -> (wrong: Int, done: Int) {
        var wrong = 0
        for _ in 0..<count {
            let isKnown = generator.below(3) == 0
            let key = isKnown && !known.isEmpty ? known[generator.below(known.count)] : kind.key(&generator)
            switch generator.below(4) {
            case 0:
                let wasThere = model.removeValue(forKey: key) != nil
                if try map.remove(key) != wasThere { wrong += 1 }
            default: try set(key, generator.bytes(generator.below(4) == 0 ? 300 : generator.below(40)))
            }
        }
        return (wrong, count)
    }
}
