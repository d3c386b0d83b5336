import Glibc
import Wire

/// Examples made long: each field of each message in them repeated until the whole has so many bytes. What a decoder
/// does with a message must grow with its length and no faster; fuzzing with short inputs would not show it.
struct StretchedRun {
    let bytes: Int
    /// Processor time for each byte of input that is too much, decoding, encoding and the rest together, in a debug
    /// build: a decoder whose time grows with the square takes a thousand times more.
    private static let nanosecondsPerByteMaximum = 20_000.0

    /// The first violation, if there is one; prints the slowest inputs otherwise.
    func run() -> (input: Input, violation: String)? {
        var slowest: [(name: String, nanosecondsPerByte: Double)] = []
        for (index, decoder) in Decoder.all.enumerated() {
            for message in StretchedMessage.variants(of: decoder.example, to: bytes) {
                let input = Input(decoder: index, bytes: message.bytes)
                let start = StretchedRun.clock()
                let outcome = decoder.run(input.bytes, allocationPerByte: 512)
                let perByte = Double(StretchedRun.clock() - start) / Double(input.bytes.count)
                if case .violation(let text) = outcome { return (input, "\(message.path): \(text)") }
                if perByte > StretchedRun.nanosecondsPerByteMaximum {
                    return (input, "\(message.path): \(Int(perByte)) ns for each of \(input.bytes.count) bytes")
                }
                slowest.append(("\(decoder.name) \(message.path) \(outcome)", perByte))
            }
        }
        for (name, perByte) in slowest.sorted(by: { $0.nanosecondsPerByte > $1.nanosecondsPerByte }).prefix(10) {
            print("\(Int(perByte)) ns a byte: \(name)")
        }
        print("\(slowest.count) messages of about \(bytes) bytes: none broke a property")
        return nil
    }

    private static func clock() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}

/// A message with one of its fields repeated.
struct StretchedMessage {
    /// The numbers of the fields that lead to the repeated one.
    let path: String
    let bytes: [UInt8]

    /// One for each field at each depth. Bytes that are no message have none.
    static func variants(of message: [UInt8], to count: Int) -> [StretchedMessage] {
        guard let fields = fields(of: message) else { return [] }
        var result: [StretchedMessage] = []
        for field in fields {
            let whole = message[field.range]
            let before = message[..<field.range.lowerBound], after = message[field.range.upperBound...]
            let copies = repeatElement(whole, count: max(1, count / whole.count)).joined()
            result.append(StretchedMessage(path: "\(field.number)*", bytes: before + Array(copies) + after))
            for inner in variants(of: field.content, to: count) {
                var writer = ProtobufWriter()
                writer.element(field.number, inner.bytes)
                result.append(
                    StretchedMessage(path: "\(field.number).\(inner.path)", bytes: before + writer.bytes + after))
            }
        }
        return result
    }

    private static func fields(of message: [UInt8]) -> [(number: Int32, range: Range<Int>, content: [UInt8])]? {
        var reader = ProtobufReader(message)
        var fields: [(number: Int32, range: Range<Int>, content: [UInt8])] = []
        do {
            while let field = try reader.nextField() {
                var content: [UInt8] = []
                if field.wireType == WireType.lengthDelimited {
                    content = try reader.bytes(field)
                } else {
                    try reader.skip(field)
                }
                fields.append((field.number, field.offset..<reader.position, content))
            }
        } catch {
            return nil
        }
        return fields
    }
}
