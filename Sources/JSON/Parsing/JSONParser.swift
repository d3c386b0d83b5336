import Wire

/// Builds the value of a JSON text.
///
/// It keeps its own stack, so that depth costs memory and not the thread's stack, and collects elements on it before
/// it makes an array of exactly their number: what a text costs is a small multiple of its length.
struct JSONParser {
    /// An array or object that has been opened.
    private struct Container {
        let isObject: Bool
        /// Number of elements on the stack when it was opened.
        let elements: Int
        /// Number of keys on the stack when it was opened.
        let keys: Int
    }

    /// Nesting of Go's `encoding/json` (`maxNestingDepth`), which holds inside raw members.
    private static let rawDepthMaximum = 10_000

    private var scanner: JSONScanner
    private let depthMaximum: Int
    private let rawMembers: Set<ByteString>
    private let compactsRawMembers: Bool
    /// Whether the text is only checked, and no value made of it.
    private let onlyChecks: Bool

    private var containers: [Container] = []
    private var elements: [JSONValue] = []
    private var keys: [ByteString] = []
    /// Where the raw member being read begins.
    private var rawStart: Int?

    init(
        _ bytes: [UInt8], depthMaximum: Int, rawMembers: Set<ByteString>, compactsRawMembers: Bool,
        onlyChecks: Bool = false
    ) {
        self.onlyChecks = onlyChecks
        scanner = JSONScanner(bytes)
        self.depthMaximum = depthMaximum
        self.rawMembers = rawMembers
        self.compactsRawMembers = compactsRawMembers
    }

    /// Whether what is read becomes a value.
    private var makesValues: Bool { rawStart == nil && !onlyChecks }

    mutating func parse() throws(JSONError) -> JSONValue {
        while true {
            let opensContainer = try parseValue()
            if opensContainer { continue }
            // A value is complete; so may be the containers around it.
            while true {
                if containers.isEmpty { return try finish() }
                if try parseSeparator() { break }
            }
        }
    }

    /// The one value there is, when nothing follows it.
    private mutating func finish() throws(JSONError) -> JSONValue {
        if scanner.peek() != nil { throw scanner.unexpected("after top-level value") }
        return elements.popLast() ?? .null
    }

    // MARK: Values

    /// Reads a value.
    ///
    /// - Returns: Whether it has only been opened, and its first element comes next.
    private mutating func parseValue() throws(JSONError) -> Bool {
        guard let byte = scanner.peek() else { throw JSONScanner.unexpectedEnd }
        switch byte {
        case UInt8(ascii: "{"): return try open(isObject: true)
        case UInt8(ascii: "["): return try open(isObject: false)
        case UInt8(ascii: "\""):
            let token = try scanner.scanString()
            if makesValues { elements.append(.string(scanner.string(token))) }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let range = try scanner.scanNumber()
            if makesValues { elements.append(.number(JSONNumber(scanned: scanner.bytes[range]))) }
        case UInt8(ascii: "t"):
            try scanner.scanLiteral("true")
            if makesValues { elements.append(.bool(true)) }
        case UInt8(ascii: "f"):
            try scanner.scanLiteral("false")
            if makesValues { elements.append(.bool(false)) }
        case UInt8(ascii: "n"):
            try scanner.scanLiteral("null")
            if makesValues { elements.append(.null) }
        default:
            throw scanner.unexpected("looking for beginning of value")
        }
        completeRawMember()
        return false
    }

    private mutating func open(isObject: Bool) throws(JSONError) -> Bool {
        let maximum = rawStart == nil ? depthMaximum : JSONParser.rawDepthMaximum
        if containers.count >= maximum { throw scanner.unexpected("exceeded max depth") }
        scanner.advance()
        containers.append(Container(isObject: isObject, elements: elements.count, keys: keys.count))
        guard let byte = scanner.peek() else { throw JSONScanner.unexpectedEnd }
        if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            close()
            return false
        }
        if isObject { try parseKey() }
        return true
    }

    private mutating func parseKey() throws(JSONError) {
        guard let quote = scanner.peek() else { throw JSONScanner.unexpectedEnd }
        if quote != UInt8(ascii: "\"") { throw scanner.unexpected("looking for beginning of object key string") }
        let token = try scanner.scanString()
        guard let colon = scanner.peek() else { throw JSONScanner.unexpectedEnd }
        if colon != UInt8(ascii: ":") { throw scanner.unexpected("after object key") }
        scanner.advance()
        if !makesValues { return }
        let key = scanner.string(token)
        keys.append(key)
        if containers.count == 1 && rawMembers.contains(key) {
            _ = scanner.peek()
            rawStart = scanner.position
        }
    }

    // MARK: Ends

    /// Reads what follows an element.
    ///
    /// - Returns: Whether another element comes next; if not, the container is complete.
    private mutating func parseSeparator() throws(JSONError) -> Bool {
        guard let byte = scanner.peek() else { throw JSONScanner.unexpectedEnd }
        let isObject = containers.last?.isObject == true
        if byte == UInt8(ascii: ",") {
            scanner.advance()
            if isObject { try parseKey() }
            return true
        }
        if byte != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            throw scanner.unexpected(isObject ? "after object key:value pair" : "after array element")
        }
        close()
        return false
    }

    /// Takes the innermost container's elements from the stack and puts the container there instead.
    private mutating func close() {
        scanner.advance()
        guard let container = containers.popLast() else { return }
        if makesValues {
            let value: JSONValue
            if container.isObject {
                let pairs = zip(keys[container.keys...], elements[container.elements...])
                value = .object(JSONObject(pairs.map { (key: $0, value: $1) }))
                keys.removeSubrange(container.keys...)
            } else {
                value = .array(Array(elements[container.elements...]))
            }
            elements.removeSubrange(container.elements...)
            elements.append(value)
        }
        completeRawMember()
    }

    /// Ends the raw member when the value just read is its own and not one inside it.
    private mutating func completeRawMember() {
        guard let start = rawStart, containers.count == 1 else { return }
        rawStart = nil
        let text = scanner.bytes[start..<scanner.position]
        elements.append(.raw(compactsRawMembers ? JSONText.compacted(text) : Array(text)))
    }
}
