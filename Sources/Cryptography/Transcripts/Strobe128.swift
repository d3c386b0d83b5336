import CSodium
import Invariants

/// The part of STROBE-128 v1.0.2 (strobe.sourceforge.io/specs) that Merlin stands on: data in the clear goes in, and
/// pseudorandom bytes come out.
///
/// The state lies in guarded memory and is zeroed when dropped: Keccak can be turned back to what was absorbed.
struct Strobe128: ~Copyable {
    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let inbound = Flags(rawValue: 1)
        static let application = Flags(rawValue: 2)
        static let cipher = Flags(rawValue: 4)
        static let meta = Flags(rawValue: 16)
        static let keyed = Flags(rawValue: 32)
    }

    /// Bytes of the state that take input: 1600 bits without two times 128, and two bytes of padding.
    private static let rate = 166

    private let state: UnsafeMutableRawPointer
    private var position = 0
    private var operationStart = 0

    init(protocolName: [UInt8]) {
        Sodium.makeReady()
        guard let memory = sodium_malloc(Keccak.size) else { brokenInvariant("there is memory for a secret") }
        state = memory
        sodium_memzero(state, Keccak.size)
        let start = [1, UInt8(Strobe128.rate + 2), 1, 0, 1, 96] + Array("STROBEv1.0.2".utf8)
        for (offset, byte) in start.enumerated() { state.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self) }
        permute()
        absorbMeta(protocolName, continues: false)
    }

    deinit {
        sodium_free(state)  // which zeroes it first
    }

    /// Absorbs a name or length of what follows.
    mutating func absorbMeta(_ bytes: [UInt8], continues: Bool) {
        if !continues { begin([.meta, .application]) }
        bytes.withUnsafeBytes { absorb($0) }
    }

    /// Absorbs data.
    mutating func absorb(data: UnsafeRawBufferPointer) {
        begin([.application])
        absorb(data)
    }

    /// Bytes that depend on all that was absorbed.
    mutating func squeeze(count: Int) -> [UInt8] {
        begin([.inbound, .application, .cipher])
        return (0..<count).map { _ in
            let byte = state.load(fromByteOffset: position, as: UInt8.self)
            state.storeBytes(of: 0, toByteOffset: position, as: UInt8.self)
            advance()
            return byte
        }
    }

    private mutating func begin(_ flags: Flags) {
        let previousStart = operationStart
        operationStart = position + 1
        withUnsafeBytes(of: (UInt8(previousStart), flags.rawValue)) { absorb($0) }
        if !flags.isDisjoint(with: [.cipher, .keyed]) && position != 0 { run() }
    }

    private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            combine(byte, at: position)
            advance()
        }
    }

    private mutating func advance() {
        position += 1
        if position == Strobe128.rate { run() }
    }

    private mutating func run() {
        combine(UInt8(operationStart), at: position)
        combine(0x04, at: position + 1)
        combine(0x80, at: Strobe128.rate + 1)
        permute()
        position = 0
        operationStart = 0
    }

    private func combine(_ byte: UInt8, at offset: Int) {
        let old = state.load(fromByteOffset: offset, as: UInt8.self)
        state.storeBytes(of: old ^ byte, toByteOffset: offset, as: UInt8.self)
    }

    private func permute() {
        // Lanes are little-endian, as is every processor that Swift runs on; guarded memory ends at a page's end, so that
        // it is aligned to the lanes.
        Keccak.permute(state.assumingMemoryBound(to: UInt64.self))
    }
}
