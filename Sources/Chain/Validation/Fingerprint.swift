import Wire

/// The first six bytes, filled up with zeros, in upper-case hexadecimal: how CometBFT shortens hashes in texts.
func fingerprint(_ bytes: [UInt8]) -> String {
    let start = bytes.prefix(6)
    return Hex.uppercase(start + [UInt8](repeating: 0, count: 6 - start.count))
}
