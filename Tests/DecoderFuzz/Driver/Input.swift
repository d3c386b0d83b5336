/// An input: its first byte chooses the decoder, the rest is what the decoder gets.
struct Input: Equatable {
    let decoder: Int
    let bytes: [UInt8]

    init(decoder: Int, bytes: [UInt8]) {
        self.decoder = decoder
        self.bytes = bytes
    }

    /// Nil when no decoder has the number.
    init?(_ raw: some Collection<UInt8>) {
        guard let first = raw.first, Int(first) < Decoder.all.count else { return nil }
        self.init(decoder: Int(first), bytes: Array(raw.dropFirst()))
    }

    var raw: [UInt8] { [UInt8(decoder)] + bytes }

    var name: String { Decoder.all[decoder].name }

    func run() -> Outcome { Decoder.all[decoder].run(bytes) }
}
