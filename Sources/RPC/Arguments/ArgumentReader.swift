import Wire

/// Reads a call's arguments one after the other, in the order of the route's parameters.
struct ArgumentReader {
    private let source: ArgumentSource
    private let names: [ByteString]
    private var index = 0
    /// Whether no argument so far forbids that the answer is cached.
    private(set) var allowsCaching = true

    init(_ source: ArgumentSource, names: [ByteString]) {
        self.source = source
        self.names = names
    }

    /// The next argument.
    mutating func next<Value>(_ type: ArgumentType<Value>) throws -> Value {
        defer { index += 1 }
        let value =
            switch source {
            case .uri(let query): try type.value(ofURI: query[names[index]])
            case .named(let members): try members[names[index]].map { try type.value($0) } ?? type.absent
            case .listed(let elements): try type.value(elements[index])
            }
        if !type.allowsCaching(value) { allowsCaching = false }
        return value
    }
}
