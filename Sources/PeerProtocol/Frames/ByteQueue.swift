/// Bytes that have arrived and wait to be understood. What is taken from the front moves nothing, until more arrives.
package struct ByteQueue: Sendable {
    private var storage: [UInt8] = []
    private var start = 0

    package init() {}

    var count: Int { storage.count - start }
    package var isEmpty: Bool { count == 0 }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        compact()
        storage.append(contentsOf: bytes)
    }

    /// Lets `body` append to what waits.
    mutating func append<Result, Failure>(
        _ body: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        compact()
        return try body(&storage)
    }

    private mutating func compact() {
        if start == 0 { return }
        storage.removeSubrange(..<start)
        start = 0
    }

    /// The bytes that wait, as long as `body` runs.
    func withUnsafeBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = start
        // `Array.withUnsafeBytes` does not say which errors it passes on.
        let result = storage.withUnsafeBytes { all in
            Swift.Result { () throws(Failure) -> Result in
                try body(UnsafeRawBufferPointer(rebasing: all[start...]))
            }
        }
        return try result.get()
    }

    mutating func drop(_ dropped: Int) {
        start += min(max(0, dropped), count)
    }

    /// Takes the first bytes, or fewer when there are not so many.
    mutating func take(_ wanted: Int) -> [UInt8] {
        let end = start + min(max(0, wanted), count)
        let taken = Array(storage[start..<end])
        start = end
        return taken
    }

    /// Takes a message behind its length as a varint, or nil as long as it is not complete.
    ///
    /// - Throws: When the length is above `maximum`, before the message has come.
    package mutating func takeDelimited(atMost maximum: Int) throws(DelimiterError) -> [UInt8]? {
        guard let (length, prefix) = try delimiter(atMost: maximum), count - prefix >= length else { return nil }
        drop(prefix)
        return take(length)
    }

    /// The length in front, and the bytes that it takes; nil when it is not there yet.
    func delimiter(atMost maximum: Int) throws(DelimiterError) -> (length: Int, prefix: Int)? {
        var value: UInt64 = 0
        for (index, byte) in storage[start...].prefix(10).enumerated() {
            value |= UInt64(byte & 0x7f) << UInt64(7 * index)
            if byte < 0x80 {
                guard let length = Int(exactly: value), length <= maximum else {
                    throw .tooLarge(value, maximum: maximum)
                }
                return (length, index + 1)
            }
        }
        if count >= 10 { throw .varintTooLong }
        return nil
    }
}

/// Why the length in front of a message is refused.
package enum DelimiterError: Error, Equatable, CustomStringConvertible {
    case tooLarge(UInt64, maximum: Int)
    case varintTooLong

    package var description: String {
        switch self {
        case .tooLarge(let size, let maximum): "message exceeds max size (\(size) > \(maximum))"
        case .varintTooLong: "the length of a message is longer than ten bytes"
        }
    }
}
