import Cryptography
package import Engine
import Wire

/// What a recording keeps of an effect: enough to notice any other one.
package struct EffectTrace: Hashable, Sendable {
    /// Bytes kept of the hash: two effects that differ have the same ones once in 2^64.
    static let digestBytes = 8

    /// `ActionKind`'s number; one that this version does not know is never the same as one that it makes.
    let kind: UInt8
    /// The first bytes of SHA-256 over the whole effect.
    let digest: [UInt8]

    init(kind: UInt8, digest: [UInt8]) {
        self.kind = kind
        self.digest = digest
    }

    /// Of an effect as an engine returned it.
    package init(_ effect: Engine.Effect) {
        var writer = ValueWriter(capacity: 1_024)
        writer.effect(effect)
        kind = effect.action.kind.rawValue
        digest = Array(SHA256.hash(writer.bytes).bytes.prefix(EffectTrace.digestBytes))
    }
}

extension EffectTrace: CustomStringConvertible {
    /// The kind and the digest, as in `send 0123456789ABCDEF`.
    package var description: String {
        let name = ActionKind(rawValue: kind).map { "\($0)" } ?? "effect of kind \(kind)"
        return "\(name) \(Hex.uppercase(digest))"
    }
}

extension ValueWriter {
    mutating func trace(_ trace: EffectTrace) {
        byte(trace.kind)
        raw(trace.digest)
    }
}

extension ValueReader {
    mutating func trace() throws(DecodingError) -> EffectTrace {
        let kind = try byte()
        return EffectTrace(kind: kind, digest: try raw(EffectTrace.digestBytes))
    }
}
