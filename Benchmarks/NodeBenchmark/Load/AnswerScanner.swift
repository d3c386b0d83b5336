import Foundation

/// Finds the answers in what a connection receives: HTTP/1.1, with a length or in chunks.
struct AnswerScanner {
    private var buffer: [UInt8] = []
    private var end = 0
    private var chunks: [UInt8] = []

    /// Receives what there is.
    ///
    /// - Returns: What `recv` says.
    mutating func receive(from descriptor: Int32) -> Int {
        if buffer.count - end < 65_536 { buffer.append(contentsOf: repeatElement(0, count: 65_536)) }
        let count = buffer.withUnsafeMutableBytes { bytes in
            recv(descriptor, bytes.baseAddress.map { $0 + end }, bytes.count - end, 0)
        }
        if count > 0 { end += count }
        return count
    }

    /// Hands over the answer, if all of it is there.
    mutating func take<Result>(_ body: (Answer) throws -> Result) throws -> Result? {
        var consumed = 0
        var chunks = self.chunks
        let result = try buffer.withUnsafeBytes { bytes -> Result? in
            let received = UnsafeRawBufferPointer(rebasing: bytes[..<end])
            guard let head = Answer.place(of: "\r\n\r\n", in: received) else { return nil }
            let status = AnswerScanner.number(in: received, from: 9)
            let headers = UnsafeRawBufferPointer(rebasing: received[..<(head + 2)])
            let rest = UnsafeRawBufferPointer(rebasing: received[(head + 4)...])
            if let place = Answer.place(of: "\r\nContent-Length: ", in: headers) {
                let length = AnswerScanner.number(in: headers, from: place + 18)
                if rest.count < length { return nil }
                consumed = head + 4 + length
                return try body(Answer(status: status, body: UnsafeRawBufferPointer(rebasing: rest[..<length])))
            }
            guard Answer.place(of: "\r\nTransfer-Encoding: chunked", in: headers) != nil else {
                throw BenchmarkError("an answer without a length")
            }
            guard let length = AnswerScanner.join(rest, into: &chunks) else { return nil }
            consumed = head + 4 + length
            return try chunks.withUnsafeBytes { try body(Answer(status: status, body: $0)) }
        }
        self.chunks = chunks
        if result == nil { return nil }
        if consumed < end {
            buffer.replaceSubrange(0..<(end - consumed), with: buffer[consumed..<end])
        }
        end -= consumed
        return result
    }

    /// Joins chunks up to the last one.
    ///
    /// - Returns: The bytes that they take; nil when not all are there.
    private static func join(_ bytes: UnsafeRawBufferPointer, into chunks: inout [UInt8]) -> Int? {
        chunks.removeAll(keepingCapacity: true)
        var place = 0
        while true {
            var size = 0
            while place < bytes.count, let digit = Int(String(UnicodeScalar(bytes[place])), radix: 16) {
                size = size * 16 + digit
                place += 1
            }
            // After the size a line ends, and another one after the chunk.
            let end = place + 2 + size + 2
            if end > bytes.count { return nil }
            chunks.append(contentsOf: bytes[(place + 2)..<(end - 2)])
            place = end
            if size == 0 { return place }
        }
    }

    private static func number(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var number = 0
        for byte in bytes[min(start, bytes.count)...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
