package import Cryptography
import Wire

/// The words that a key is made from (BIP-39, English), held in guarded memory and never printed by themselves.
package final class Mnemonic: Sendable {
    /// Words of a new mnemonic.
    package static let wordCount = 24
    /// The numbers of words that are read.
    package static let wordCounts = [12, 15, 18, 21, 24]
    /// Where Cosmos wallets look for a mnemonic's first key (SLIP-44 has 118 for ATOM).
    package static let path = "m/44'/118'/0'/0/0"
    private static let steps: [(index: UInt32, isHardened: Bool)] = [
        (44, true), (118, true), (0, true), (0, false), (0, false),
    ]
    /// BIP-39's iterations of PBKDF2.
    private static let iterations = 2048

    /// The words with one space between them.
    private let phrase: SecretBytes
    /// The key at `path`.
    package let privateKey: Secp256k1PrivateKey

    /// The mnemonic of these words, however they are spaced and capitalised.
    package convenience init(_ text: SecretBytes) throws(MnemonicError) {
        let indices = try Mnemonic.indices(text)
        defer { indices.wipe() }
        try Mnemonic.checkSum(indices.values)
        try self.init(indices: indices.values)
    }

    /// A new mnemonic of 24 words from the system's generator of random bytes.
    package static func generate() -> Mnemonic {
        // One seed in 2^127 has no key.
        while true {
            if let mnemonic = try? Mnemonic(entropy: .generated(count: 32)) { return mnemonic }
        }
    }

    /// The mnemonic of this entropy: 16, 20, 24, 28 or 32 bytes.
    package convenience init(entropy: SecretBytes) throws(MnemonicError) {
        let count = (entropy.count * 8 + entropy.count / 4) / 11
        guard entropy.count % 4 == 0, Mnemonic.wordCounts.contains(count) else { throw .wordCount(count) }
        let indices = SecretIndices(count)
        defer { indices.wipe() }
        entropy.withUnsafeBytes { bytes in
            let sum = SHA256.hash(bytes).bytes[0]
            for index in 0..<count {
                indices.values[index] = (0..<11).reduce(0) { word, bit in
                    let place = index * 11 + bit
                    let byte = place / 8 < bytes.count ? bytes[place / 8] : sum
                    return word << 1 | UInt16(byte >> UInt8(7 - place % 8) & 1)
                }
            }
        }
        try self.init(indices: indices.values)
    }

    private init(indices: UnsafeMutableBufferPointer<UInt16>) throws(MnemonicError) {
        let words = EnglishWords.all
        let size = indices.reduce(0) { $0 + words[Int($1)].utf8.count } + indices.count - 1
        let phrase = SecretBytes(count: size) { memory in
            var place = 0
            for (number, index) in indices.enumerated() {
                if number > 0 {
                    memory[place] = UInt8(ascii: " ")
                    place += 1
                }
                for byte in words[Int(index)].utf8 {
                    memory[place] = byte
                    place += 1
                }
            }
        }
        self.phrase = phrase
        guard let key = ExtendedPrivateKey(seed: Mnemonic.seed(phrase))?.descendant(Mnemonic.steps) else {
            throw .noKey
        }
        privateKey = key.privateKey
    }

    /// The seed of BIP-39.
    ///
    /// - Parameter passphrase: BIP-39's additional one, which the Cosmos wallets leave empty. ASCII only, because
    ///   nothing is normalised here.
    package func seed(passphrase: String = "") -> SecretBytes { Mnemonic.seed(phrase, passphrase: passphrase) }

    private static func seed(_ phrase: SecretBytes, passphrase: String = "") -> SecretBytes {
        PBKDF2.derive(password: phrase, salt: Array("mnemonic\(passphrase)".utf8), iterations: iterations)
    }

    /// The words with one space between them, for writing them down.
    package func withExportedPhrase<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try phrase.withUnsafeBytes(body)
    }

    // MARK: Reading words

    private static func indices(_ text: SecretBytes) throws(MnemonicError) -> SecretIndices {
        let found: Result<SecretIndices, MnemonicError> = text.withUnsafeBytes { bytes in
            let words = bytes.split { $0 == UInt8(ascii: " ") || (0x09...0x0d).contains($0) }
            guard wordCounts.contains(words.count) else { return .failure(.wordCount(words.count)) }
            let indices = SecretIndices(words.count)
            for (place, word) in words.enumerated() {
                guard let index = index(of: word) else {
                    indices.wipe()
                    return .failure(.unknownWord(place + 1))
                }
                indices.values[place] = index
            }
            return .success(indices)
        }
        return try found.get()
    }

    private static func index(of word: UnsafeRawBufferPointer.SubSequence) -> UInt16? {
        let known = EnglishWords.all.firstIndex { candidate in
            candidate.utf8.count == word.count
                && zip(candidate.utf8, word).allSatisfy { letter, byte in
                    letter == byte || (letter == byte | 0x20 && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte))
                }
        }
        return known.map { UInt16($0) }
    }

    /// Refuses words whose last bits are not the beginning of the others' hash.
    private static func checkSum(_ indices: UnsafeMutableBufferPointer<UInt16>) throws(MnemonicError) {
        let bit = { (place: Int) in UInt8(indices[place / 11] >> UInt16(10 - place % 11) & 1) }
        let sumBits = indices.count / 3
        let entropy = SecretBytes(count: (indices.count * 11 - sumBits) / 8) { memory in
            for index in 0..<(indices.count * 11 - sumBits) / 8 {
                memory[index] = (0..<8).reduce(0) { $0 << 1 | bit(index * 8 + $1) }
            }
        }
        let expected = entropy.withUnsafeBytes { SHA256.hash($0) }.bytes[0] >> UInt8(8 - sumBits)
        let found = (0..<sumBits).reduce(UInt8(0)) { $0 << 1 | bit(entropy.count * 8 + $1) }
        if found != expected { throw .checksum }
    }
}

extension Mnemonic: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Mnemonic(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Places of words in the list, wiped after use.
private struct SecretIndices {
    let values: UnsafeMutableBufferPointer<UInt16>

    init(_ count: Int) {
        values = .allocate(capacity: count)
        values.initialize(repeating: 0)
    }

    /// Overwrites the places and gives the memory back. Nothing may use them afterwards.
    func wipe() {
        SecretMemory.wipe(UnsafeMutableRawBufferPointer(values))
        values.deallocate()
    }
}

/// Why a text is no mnemonic; nothing of it is shown.
package enum MnemonicError: Error, Hashable, Sendable, CustomStringConvertible {
    case wordCount(Int)
    /// The number of the word, from 1.
    case unknownWord(Int)
    case checksum
    /// One mnemonic in 2^127: the key would be zero.
    case noKey

    package var description: String {
        switch self {
        case .wordCount(let count): "a mnemonic has 12, 15, 18, 21 or 24 words, this one has \(count)"
        case .unknownWord(let place): "word \(place) is not in BIP-39's English list; look for a typing error"
        case .checksum: "the words do not belong together: one is wrong, missing or in the wrong place"
        case .noKey: "this mnemonic has no key; make another"
        }
    }
}
