/// A transcript of a protocol, as Merlin v1.0 makes it (merlin.cool): both sides append what they said and heard, and
/// come to the same challenge only if all of it was the same.
package struct MerlinTranscript: ~Copyable {
    private var strobe: Strobe128

    /// - Parameter label: The protocol's name.
    package init(_ label: String) {
        strobe = Strobe128(protocolName: Array("Merlin v1.0".utf8))
        append(Array(label.utf8), as: "dom-sep")
    }

    /// Appends a message.
    package mutating func append(_ message: [UInt8], as label: String) {
        message.withUnsafeBytes { append($0, as: label) }
    }

    /// Appends a secret.
    package mutating func append(_ secret: SecretBytes, as label: String) {
        secret.withUnsafeBytes { append($0, as: label) }
    }

    /// Bytes that follow from everything so far; they become part of the transcript.
    package mutating func challenge(_ label: String, count: Int) -> [UInt8] {
        frame(label, count)
        return strobe.squeeze(count: count)
    }

    private mutating func append(_ message: UnsafeRawBufferPointer, as label: String) {
        frame(label, message.count)
        strobe.absorb(data: message)
    }

    private mutating func frame(_ label: String, _ count: Int) {
        let length = UInt32(truncatingIfNeeded: count).littleEndian
        strobe.absorbMeta(Array(label.utf8), continues: false)
        strobe.absorbMeta(withUnsafeBytes(of: length) { Array($0) }, continues: true)
    }
}
