import CMallocCount

/// A decoder under test: what it reads, an input it takes, and what must hold of every input.
struct Decoder: Sendable {
    let name: String
    /// Bytes the decoder accepts; where mutations start from.
    let example: [UInt8]
    /// Decodes the bytes and checks what was decoded.
    let test: @Sendable ([UInt8]) -> Outcome

    /// Runs the test and adds the check that memory did not grow beyond what the input explains: some for any, and so
    /// many bytes for each byte of it.
    ///
    /// - Parameter allocationPerByte: The worst that protobuf does honestly is an element of two bytes that becomes a
    ///   value of some hundred, which takes a long input that is nothing else.
    func run(_ input: [UInt8], allocationPerByte: UInt64 = 64) -> Outcome {
        let before = malloc_counts_now().bytes
        let outcome = test(input)
        let allocated = malloc_counts_now().bytes - before
        if case .violation = outcome { return outcome }
        // A test decodes twice and encodes twice: four times what one decoding may take.
        let maximum = 4 * (65_536 + allocationPerByte * UInt64(input.count))
        if allocated > maximum {
            return .violation("allocated \(allocated) bytes for \(input.count), at most \(maximum)")
        }
        return outcome
    }
}

/// What became of an input.
enum Outcome: Equatable {
    case refused
    case accepted
    /// A property does not hold; the text says which.
    case violation(String)
}
