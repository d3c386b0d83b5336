/// A value in memory of its own, or none. Copies share it until one of them changes it.
struct Shared<Value: Sendable>: Sendable {
    /// None or one: an array is shared, and changed in its place while nobody else has it.
    private var storage: [Value] = []

    init() {}

    init(_ value: Value) { storage = [value] }

    var isEmpty: Bool { storage.isEmpty }

    var value: Value? { storage.first }

    /// Lends the value; nil when there is none. Cheaper than a copy, which counts references.
    func read<Result, Failure: Error>(
        _ body: (Value) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        storage.isEmpty ? nil : try body(storage[0])
    }

    /// Changes the value in its place; nil when there is none.
    mutating func update<Result>(_ body: (inout Value) -> Result) -> Result? {
        storage.isEmpty ? nil : body(&storage[0])
    }

    /// The same for what can fail.
    mutating func update<Result, Failure: Error>(
        throwing body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        storage.isEmpty ? nil : try body(&storage[0])
    }
}
