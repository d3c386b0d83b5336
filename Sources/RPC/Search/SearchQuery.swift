package import Wire

/// What a search asks for: conditions that must hold all together, in the language of CometBFT's events
/// (`tx.height > 5 AND tx.height <= 9`).
///
/// Deviation: of that language, comparisons with whole numbers and equality with texts are read. `CONTAINS`, `EXISTS`, `DATE`
/// and `TIME` are about events, of which there is no index.
package struct SearchQuery: Hashable, Sendable {
    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        // The longer first: that is how they are read.
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case less = "<"
        case more = ">"
    }

    package enum Value: Hashable, Sendable {
        case text(ByteString)
        case number(Int64)
    }

    /// A condition: what a key's value is compared with, and how.
    package struct Condition: Hashable, Sendable {
        package var key: ByteString
        package var comparison: Comparison
        package var value: Value
    }

    /// The most bytes of a query (CometBFT rpc/core `maxQueryLength`).
    package static let bytesMaximum = 512

    /// At least one.
    package let conditions: [Condition]

    /// Reads a query.
    package init(_ text: ByteString) throws(SearchError) {
        if text.bytes.count > SearchQuery.bytesMaximum { throw SearchError("maximum query length exceeded") }
        var scanner = SearchScanner(text.bytes)
        var conditions: [Condition] = []
        repeat { conditions.append(try scanner.condition()) } while try scanner.hasAnother()
        self.conditions = conditions
    }
}

/// Why a query cannot be answered; the text is what the client reads.
package struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// Reads the words of a query.
private struct SearchScanner {
    /// What is asked about events.
    private static let words = ["EXISTS", "CONTAINS", "MATCHES"]

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func condition() throws(SearchError) -> SearchQuery.Condition {
        skipSpaces()
        let key = take { SearchScanner.standsInKey($0) }
        if key.isEmpty { throw expected("a key as in tx.height") }
        skipSpaces()
        let comparison = SearchQuery.Comparison.allCases.first { bytes[position...].starts(with: $0.rawValue.utf8) }
        guard let comparison else {
            if let word = SearchScanner.words.first(where: { bytes[position...].starts(with: $0.utf8) }) {
                throw SearchError(
                    "\(ByteString(Array(key))) \(word) is not indexed: this node compares with = < <= > >=")
            }
            throw expected("one of = < <= > >=")
        }
        position += comparison.rawValue.utf8.count
        skipSpaces()
        return SearchQuery.Condition(key: ByteString(Array(key)), comparison: comparison, value: try value())
    }

    private mutating func value() throws(SearchError) -> SearchQuery.Value {
        let quotation = UInt8(ascii: "'")
        if position < bytes.count, bytes[position] == quotation {
            position += 1
            let text = take { $0 != quotation }
            if position == bytes.count { throw expected("' at the end of the text") }
            position += 1
            return .text(ByteString(Array(text)))
        }
        let start = position
        let digits = take { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = Int64(String(decoding: digits, as: UTF8.self)) else {
            if !digits.isEmpty { position = start }
            throw expected("a text in single quotes or a whole number of 64 bits")
        }
        return .number(number)
    }

    /// Whether another condition follows.
    mutating func hasAnother() throws(SearchError) -> Bool {
        let before = position
        skipSpaces()
        if position == bytes.count { return false }
        guard position > before, take({ SearchScanner.standsInKey($0) }).elementsEqual("AND".utf8) else {
            position = before
            throw expected("AND or the end")
        }
        return true
    }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count && belongs(bytes[position]) { position += 1 }
        return bytes[start..<position]
    }

    private mutating func skipSpaces() {
        _ = take { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    private static func standsInKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "._-".utf8.contains(byte)
        }
    }

    /// CometBFT's words where the query ends too early.
    private func expected(_ what: String) -> SearchError {
        if position == bytes.count { return SearchError("offset \(position): EOF") }
        return SearchError("the query cannot be read at byte \(position): expected \(what)")
    }
}
