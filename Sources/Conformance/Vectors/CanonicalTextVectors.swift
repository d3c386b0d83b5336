import Cryptography

/// `daon/canonical_text.json`: the text of a work and its content hash.
///
/// Markup is taken out by the registry's layer; here, what needs no such algorithm is compared.
enum CanonicalTextVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file) { vector, checker in
            if vector.has("error") { return }
            let text = try vector["text"].utf8()
            checker.expect("SHA-256 of the text", bytes: try vector["sha256"].hex(), SHA256.hash(text).bytes)
            if try !vector["stripped"].bool() {
                let unified = lineFeedsOnly(try vector["input"].utf8())
                checker.expect("text without markup", bytes: text, unified)
            }
        }
        checker.note("inputs with markup: only the text's hash is compared; taking markup out belongs to the registry")
    }

    /// CRLF and CR become LF.
    private static func lineFeedsOnly(_ text: [UInt8]) -> [UInt8] {
        let carriageReturn = UInt8(ascii: "\r"), lineFeed = UInt8(ascii: "\n")
        var result: [UInt8] = []
        for (index, byte) in text.enumerated() {
            if byte == lineFeed && index > 0 && text[index - 1] == carriageReturn { continue }
            result.append(byte == carriageReturn ? lineFeed : byte)
        }
        return result
    }
}
