import Testing
import Wire

/// What every decoder must survive: its own encoding comes back, and cut or random bytes give a value or an error.
func checkDecoder<Value: ProtobufCodable & Equatable>(of value: Value) throws {
    let bytes = value.protobuf
    #expect(try Value(protobuf: bytes) == value)
    for length in bytes.indices {
        _ = try? Value(protobuf: Array(bytes[..<length]))
    }
    var generator = SeededBytes(seed: 1)
    for _ in 0..<200 {
        var damaged = bytes
        for _ in 0..<3 where !damaged.isEmpty {
            damaged[Int.random(in: damaged.indices, using: &generator)] = .random(in: 0...255, using: &generator)
        }
        _ = try? Value(protobuf: damaged)
        let random = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        _ = try? Value(protobuf: random)
    }
}
